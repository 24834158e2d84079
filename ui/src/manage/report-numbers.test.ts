import { expect, test } from "vitest";

import { number } from "../lib/locale";
import { columnsOf, grainOf, share, span, topOf } from "./report-numbers";

const days = (first: string, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const at = new Date(`${first}T00:00:00Z`);
    at.setUTCDate(at.getUTCDate() + index);
    return { day: at.toISOString().slice(0, 10), sessions: 2, abandoned: 1 };
  });

test("numbers and shares are written as the language does", () => {
  expect([number(12345, "de"), number(12345, "en")]).toEqual(["12.345", "12,345"]);
  expect(share(1, 8, "en")).toBe("12.5%");
  expect(share(1, 8, "de")).toMatch(/^12,5\s%$/);
  expect(share(0, 0, "en")).toBe("");
});

test("a span has two units at most", () => {
  const second = 1000;
  const told = [0, 8, 270, 3600, 7500, 90_000, 86_400].map((count) => span(count * second, "en"));
  expect(told).toEqual(["0 s", "8 s", "4 min 30 s", "1 h", "2 h 5 min", "1 d 1 h", "1 d"]);
  expect(span(7_500_000, "de")).toBe("2 Std. 5 Min.");
  expect(span(-5, "en")).toBe("0 s");
});

test("days stay days, or become weeks that begin on Monday, or months", () => {
  expect([62, 63, 400, 401].map(grainOf)).toEqual(["day", "week", "week", "month"]);
  expect(columnsOf(days("2026-11-21", 2), "en").map(({ name }) => name)).toEqual([
    "Sat, 21 November 2026",
    "Sun, 22 November 2026",
  ]);
  const weeks = columnsOf(days("2026-09-01", 70), "de");
  expect(weeks[0]?.name).toContain("Woche ab Mo., 31. August 2026");
  expect([weeks[0]?.value, weeks[0]?.part, weeks[1]?.value]).toEqual([12, 6, 14]);
  const months = columnsOf(days("2025-01-01", 500), "en");
  expect(months.slice(0, 2).map(({ name, value }) => [name, value])).toEqual([
    ["January 2025", 62],
    ["February 2025", 56],
  ]);
});

test("the top of a chart is round and high enough", () => {
  expect([0, 1, 4, 6, 10, 11, 37, 99, 1234].map(topOf)).toEqual([
    1, 1, 4, 10, 10, 20, 50, 100, 2000,
  ]);
});
