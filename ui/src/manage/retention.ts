// From which day on ended sessions are deleted, and whether a change deletes more. Pure.
import type { Language } from "../lib/protocol.generated";

const dayMs = 86_400_000;

/** The day before whose same time a session must have ended to be deleted now, in words. */
export function deletedBefore(days: number, now: number, language: Language): string {
  const tag = language === "de" ? "de-DE" : "en-GB";
  return new Intl.DateTimeFormat(tag, { dateStyle: "long" }).format(now - days * dayMs);
}

/** Whether sessions that are kept now would be deleted. */
export function deletesMore(before: number | null, after: number | null): boolean {
  return after !== null && (before === null || after < before);
}
