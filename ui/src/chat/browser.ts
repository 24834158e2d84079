// Which browser this is, so that the page can show where its downloads are. Pure; refuses to guess:
// whatever isn't one of the four has pictures and words that fit all.

export type BrowserName = "chrome" | "edge" | "firefox" | "safari" | "other";

/** Opera and Samsung's browser call themselves Chrome, but keep their downloads elsewhere. */
const others = /\bOPR\/|\bOpera\b|SamsungBrowser|\bYaBrowser\b|\bUCBrowser\b/;

/** The browser that calls itself so. */
export function browserOf({ userAgent }: { userAgent: string }): BrowserName {
  if (others.test(userAgent)) return "other";
  if (/\bEdg(e|A|iOS)?\//.test(userAgent)) return "edge";
  if (/\b(Firefox|FxiOS)\//.test(userAgent)) return "firefox";
  if (/\b(Chrome|Chromium|CriOS|HeadlessChrome)\//.test(userAgent)) return "chrome";
  return /\bVersion\/\S+ .*Safari\//.test(userAgent) ? "safari" : "other";
}
