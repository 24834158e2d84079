// Codes of a hand-off as people read them out and type them: groups of four, each letter with a word
// that begins with it, while it works. Pure. Used by the customer's page and by the agent who reads one out.
import type { Language, Timestamp } from "./protocol.generated";

const groupChars = 4;

/** `K7QM`, `2XRB`, `9TFD`, whatever stood between them. */
export function codeGroups(code: string): string[] {
  const letters = code.toUpperCase().replace(/[^0-9A-Z]/g, "");
  return letters.match(new RegExp(`.{1,${groupChars}}`, "g")) ?? [];
}

/** `K 7 Q M, 2 X R B, 9 T F D`: for a voice that would else try to read a word. */
export function spelled(code: string): string {
  return codeGroups(code)
    .map((group) => [...group].join(" "))
    .join(", ");
}

// DIN 5009 of 2022 and the alphabet of ICAO and NATO, in the order of the letters.
const words: Record<Language, readonly string[]> = {
  de: [
    ...["Aachen", "Berlin", "Chemnitz", "Düsseldorf", "Essen", "Frankfurt", "Goslar", "Hamburg"],
    ...["Ingelheim", "Jena", "Köln", "Leipzig", "München", "Nürnberg", "Offenbach", "Potsdam"],
    ...["Quickborn", "Rostock", "Salzwedel", "Tübingen", "Unna", "Völklingen", "Wuppertal"],
    ...["Xanten", "Ypsilon", "Zwickau"],
  ],
  en: [
    ...["Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India"],
    ...["Juliett", "Kilo", "Lima", "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo"],
    ...["Sierra", "Tango", "Uniform", "Victor", "Whiskey", "X-ray", "Yankee", "Zulu"],
  ],
};

/** The word that stands for a letter on the telephone; empty for a digit. */
export function spellingWord(letter: string, language: Language): string {
  return words[language][letter.toUpperCase().charCodeAt(0) - 65] ?? "";
}

/** A code works for ten minutes; a wrong clock on this machine must not change that much. */
const longestMs = 600_000;
const shortestMs = 60_000;

/** When a code stops working, on this machine's clock. */
export function goodUntil(expires: Timestamp, now = Date.now()): number {
  return now + Math.max(shortestMs, Math.min(longestMs, expires - now));
}
