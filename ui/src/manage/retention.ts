// From which day on ended sessions are deleted, and whether a change deletes more. Pure.
import { localeOf } from "../lib/locale";
import type { Language } from "../lib/protocol.generated";

const dayMs = 86_400_000;

/** The day before whose same time a session must have ended to be deleted now, in words. */
export function deletedBefore(days: number, now: number, language: Language): string {
  const style = { dateStyle: "long" } as const;
  return new Intl.DateTimeFormat(localeOf(language), style).format(now - days * dayMs);
}

/** Whether sessions that are kept now would be deleted. */
export function deletesMore(before: number | null, after: number | null): boolean {
  return after !== null && (before === null || after < before);
}
