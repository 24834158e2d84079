// @vitest-environment node
import { expect, test } from "vitest";

import { clock, dayAndClock, duration } from "./moment";

test.each([
  [-5, "0:00"],
  [0, "0:00"],
  [7_999, "0:07"],
  [750_000, "12:30"],
  [3_723_000, "1:02:03"],
])("%i ms is %s", (ms, text) => expect(duration(ms)).toBe(text));

test("times follow the language", () => {
  const at = new Date(2026, 2, 4, 15, 6).getTime();
  expect(clock(at, "de")).toBe("15:06");
  expect(dayAndClock(at, "de")).toBe("04.03.2026, 15:06");
  expect(dayAndClock(at, "en")).toBe("4 Mar 2026, 15:06");
});
