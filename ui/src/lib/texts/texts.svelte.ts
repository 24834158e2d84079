// The language of the page and its dictionary. `?lang=` fixes it, else the browser's first choice
// counts. Refuses to remember anything beyond the address.
import type { Language } from "../protocol.generated";
import { de } from "./de";
import { en } from "./en";
import type { Texts } from "./words";

export const dictionaries: Record<Language, Texts> = { de, en };

/** The language that an address or, without `lang` in it, a browser asks for. */
export function languageOf(search: string, browser: string): Language {
  const asked = new URLSearchParams(search).get("lang") ?? browser;
  return asked.toLowerCase().split(/[-_]/)[0] === "de" ? "de" : "en";
}

const first = languageOf(location.search, navigator.language);
let current = $state<Language>(first);
document.documentElement.lang = first;

/** The language now. */
export const language = (): Language => current;

/** The dictionary now. */
export const texts = (): Texts => dictionaries[current];

/** Changes the language at once; what was typed stays. */
export function speak(next: Language, keep: "address" | "nothing" = "address"): void {
  current = next;
  document.documentElement.lang = next;
  if (keep === "address") {
    history.replaceState(history.state, "", localized(location.href, next));
  }
}

/** An address of this portal that keeps the language if it was fixed. */
export function localized(href: string, fixed: Language | null = fixedLanguage()): string {
  const url = new URL(href, location.href);
  if (fixed) url.searchParams.set("lang", fixed);
  return url.pathname + url.search + url.hash;
}

function fixedLanguage(): Language | null {
  return new URLSearchParams(location.search).has("lang") ? current : null;
}
