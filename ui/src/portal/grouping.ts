// A code as people type, paste and read it: digits in groups of three. Pure. Used by `CodeForm`.
import { phoneCodeDigits } from "../lib/protocol.generated";

/** The digits of what was typed or pasted, in any script and with anything between them. */
export function digitsOf(text: string): string {
  const digits = [...text.normalize("NFKC")]
    .map((character) => digitOf(character))
    .filter((digit) => digit !== null);
  return digits.slice(0, phoneCodeDigits).join("");
}

/** `123 456 789` */
export function grouped(digits: string): string {
  return digits.replace(/(\d{3})(?=\d)/g, "$1 ");
}

/** Where the cursor belongs in the grouped text after this many digits. */
export function cursorAfter(count: number): number {
  return count + Math.max(0, Math.floor((count - 1) / 3));
}

/** Digits of every script stand in Unicode in tens, from zero up. */
function digitOf(character: string): string | null {
  if (/[0-9]/.test(character)) return character;
  if (!/\p{Nd}/u.test(character)) return null;
  let point = character.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - 1))) {
    point -= 1;
    value += 1;
  }
  return String(value);
}
