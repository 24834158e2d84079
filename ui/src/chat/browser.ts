// Which browser this is, so that the page can show where its downloads are. Pure; refuses to guess:
// whatever isn't one of the four has pictures and words that fit all.

export type BrowserName = "chrome" | "edge" | "firefox" | "safari" | "other";

/** These call themselves Chrome, Firefox or Safari, but keep their downloads elsewhere. */
const others =
  /\bOPR\/|\bOpera\b|SamsungBrowser|\bYaBrowser\b|\bUCBrowser\b|\b(Ddg|Epiphany|Vivaldi|Whale|SeaMonkey|PaleMoon)\//;
/** Safari runs on Apple's systems alone; browsers of others that are built like it say the same. */
const apple = /\((Macintosh|iPhone|iPad)\b/;
const safari = /\bVersion\/\S+ .*Safari\//;

/** The browser that calls itself so. */
export function browserOf({ userAgent }: { userAgent: string }): BrowserName {
  if (others.test(userAgent)) return "other";
  if (/\bEdg(e|A|iOS)?\//.test(userAgent)) return "edge";
  if (/\b(Firefox|FxiOS)\//.test(userAgent)) return "firefox";
  if (/\b(Chrome|Chromium|CriOS|HeadlessChrome)\//.test(userAgent)) return "chrome";
  return apple.test(userAgent) && safari.test(userAgent) ? "safari" : "other";
}
