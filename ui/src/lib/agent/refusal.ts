// What a refusal at the door says to the person: the portal's code as a sentence, with the time to
// wait where the portal names one.
import { failureOf, PortalError } from "../api";
import { ownTexts } from "../texts/own";
import { texts } from "../texts/texts.svelte";

/** One sentence, in the page's language. */
export function refusalOf(error: unknown): string {
  const seconds = error instanceof PortalError ? error.retryAfter : null;
  const failure = failureOf(error);
  if (failure === "rate_limited" && seconds !== null) return ownTexts().wait(seconds);
  return texts().errors[failure];
}
