// A sentence for every problem that the app can report, whichever part it comes from. Pure.
import { appTexts } from "../lib/texts/app";
import { texts } from "../lib/texts/texts.svelte";

/** What to tell the customer about a code. */
export function problemSentence(code: string): string {
  const words = { ...texts().errors, ...appTexts().problems } as Record<string, string>;
  return words[code] ?? texts().errors.unexpected;
}
