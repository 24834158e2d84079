// Shares and spans of reports as people read them, and days put together to columns that
// fit a chart. Pure.
import { localeOf, number } from "../lib/locale";
import type { DayFigures, Language } from "../lib/protocol.generated";

/** A part of a whole; empty where there is no whole. */
export function share(part: number, whole: number, language: Language): string {
  if (whole === 0) return "";
  const style = { style: "percent", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(localeOf(language), style).format(part / whole);
}

/** A span of time in two units at most: `8 s`, `4 min 30 s`, `2 h 5 min`, `3 d 4 h`. */
export function span(ms: number, language: Language): string {
  const seconds = Math.round(Math.max(0, ms) / 1000);
  const day = language === "de" ? "Tg." : "d";
  const units: [number, string][] = [
    [86_400, day],
    [3_600, language === "de" ? "Std." : "h"],
    [60, language === "de" ? "Min." : "min"],
    [1, language === "de" ? "Sek." : "s"],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  if (first < 0) return `0 ${units[3]?.[1] ?? ""}`;
  const parts: string[] = [];
  let rest = seconds;
  for (const [size, unit] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${number(count, language)} ${unit}`);
  }
  return parts.join(" ");
}

/** A column of a chart. */
export interface Column {
  /** Below the chart, short. */
  label: string;
  /** In full, for the table and for who explores the chart. */
  name: string;
  value: number;
  /** The part of `value` that is drawn apart. */
  part: number;
}

export type Grain = "day" | "week" | "month";

/** How days are put together, so that columns can be told apart. */
export function grainOf(days: number): Grain {
  if (days <= 62) return "day";
  return days <= 400 ? "week" : "month";
}

/** Days as columns, some of them put together. Weeks begin on Monday (ISO 8601). */
export function columnsOf(days: readonly DayFigures[], language: Language): Column[] {
  const grain = grainOf(days.length);
  const columns = new Map<string, Column>();
  for (const { day, sessions, abandoned } of days) {
    const date = dateOf(day);
    const first = grain === "day" ? date : firstOf(date, grain);
    const key = first.toISOString();
    const column = columns.get(key) ?? { ...namesOf(first, grain, language), value: 0, part: 0 };
    column.value += sessions;
    column.part += abandoned;
    columns.set(key, column);
  }
  return [...columns.values()];
}

/** A day of the portal's answer. Days have no time zone any more: they are read and written as UTC. */
const dateOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

function firstOf(date: Date, grain: "week" | "month"): Date {
  const first = new Date(date);
  if (grain === "month") first.setUTCDate(1);
  else first.setUTCDate(first.getUTCDate() - ((first.getUTCDay() + 6) % 7));
  return first;
}

function namesOf(first: Date, grain: Grain, language: Language): { label: string; name: string } {
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: "UTC" }).format(first);
  if (grain === "month") {
    return {
      label: write({ month: "short", year: "2-digit" }),
      name: write({ month: "long", year: "numeric" }),
    };
  }
  const label = write({ day: "numeric", month: "numeric" });
  const name = write({ weekday: "short", day: "numeric", month: "long", year: "numeric" });
  return {
    label,
    name: grain === "week" ? `${language === "de" ? "Woche ab" : "Week of"} ${name}` : name,
  };
}

/** A height for the top of a chart: 1, 2 or 5 times a power of ten, not below the highest column. */
export function topOf(highest: number): number {
  if (highest <= 5) return Math.max(1, highest);
  const power = 10 ** Math.floor(Math.log10(highest));
  return ([1, 2, 5, 10].find((step) => step * power >= highest) ?? 10) * power;
}
