// Times and durations in words, in the page's language and this machine's time zone.
import { localeOf } from "./locale";
import type { Language, Timestamp } from "./protocol.generated";

/** Hour and minute. */
export function clock(at: Timestamp, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { hour: "2-digit", minute: "2-digit" }).format(
    at,
  );
}

/** Hour, minute and second. */
export function exactClock(at: Timestamp, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { timeStyle: "medium" }).format(at);
}

/** Day and time. */
export function dayAndClock(at: Timestamp, language: Language): string {
  const style = { dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat(localeOf(language), style).format(at);
}

/** A day in words. */
export function day(at: Timestamp, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: "full" }).format(at);
}

/** `0:07`, `12:30`, `1:02:03`: hours, minutes and seconds. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = `${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${rest}` : `${minutes}:${rest}`;
}
