// Sizes of files in words, as file managers write them. Used wherever a file is shown.
import { localeOf } from "../locale";
import type { Language } from "../protocol.generated";

const units = ["B", "kB", "MB", "GB"] as const;

/** Such as `12 kB` or `3.4 MB`; a thousand bytes are a kilobyte. */
export function sizeOf(bytes: number, language: Language): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  const style = { maximumFractionDigits: digits };
  return `${new Intl.NumberFormat(localeOf(language), style).format(value)} ${units[unit]}`;
}
