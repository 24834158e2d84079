// How this page's language writes numbers and dates, and in which time zone this machine is. Used
// wherever a number or a moment is shown.
import type { Language } from "./protocol.generated";

/** The locale that numbers and dates are written in. */
export const localeOf = (language: Language): string => (language === "de" ? "de-DE" : "en-GB");

/** A count. */
export const number = (value: number, language: Language): string =>
  new Intl.NumberFormat(localeOf(language)).format(value);

/** This machine's time zone. */
export const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
