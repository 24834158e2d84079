// The time that is left, as people read it.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clock, Countdown } from "./countdown.svelte";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("seconds are shown as minutes", () => {
  expect([120, 65, 9, 0].map(clock)).toEqual(["2:00", "1:05", "0:09", "0:00"]);
});

test("it counts down by itself, follows the app, and ends at nothing", () => {
  const countdown = new Countdown();
  countdown.set(120);
  vi.advanceTimersByTime(5_000);
  expect(countdown.left).toBe(115);
  countdown.set(2);
  expect(countdown.left).toBe(2);
  vi.advanceTimersByTime(10_000);
  expect(countdown.left).toBe(0);
  countdown.set(null);
  expect(countdown.left).toBeNull();
});
