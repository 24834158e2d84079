// Percentiles and rates over the last five seconds.
import { expect, test } from "vitest";

import { Statistics } from "./statistics";
import { noBytes } from "./tools";

const times = { captured_at_us: 0, capture_us: 0, encode_us: 0, send_us: 10, relay_us: 20 };

test("nothing painted gives zeros", () => {
  const { sum, framesPerSecond, kilobytesPerSecond } = new Statistics().summary(0);
  expect({ sum, framesPerSecond, kilobytesPerSecond }).toEqual({
    sum: { p50_ms: 0, p95_ms: 0 },
    framesPerSecond: 0,
    kilobytesPerSecond: 0,
  });
});

test("median and slow end of each step and of their sum", () => {
  const statistics = new Statistics();
  for (let frame = 1; frame <= 100; frame += 1) {
    const capture_us = frame * 1_000;
    const sample = { times: { ...times, capture_us }, decode_us: 2_000, paint_us: 500 };
    statistics.add({ ...sample, bytes: 1_000, byTool: noBytes() }, frame);
  }
  const summary = statistics.summary(100);
  expect(summary.steps.capture).toEqual({ p50_ms: 50, p95_ms: 95 });
  expect(summary.steps.decode).toEqual({ p50_ms: 2, p95_ms: 2 });
  expect(summary.sum.p50_ms).toBeCloseTo(52.53);
  expect(summary.framesPerSecond).toBe(20);
  expect(summary.kilobytesPerSecond).toBe(20);
});

test("what is older than five seconds is forgotten", () => {
  const statistics = new Statistics();
  statistics.add({ times, decode_us: 9_000, paint_us: 0, bytes: 10, byTool: noBytes() }, 0);
  statistics.add({ times, decode_us: 1_000, paint_us: 0, bytes: 10, byTool: noBytes() }, 4_000);
  expect(statistics.summary(5_000).steps.decode.p95_ms).toBe(1);
});

test("bytes of each tool, of the last seconds and in all", () => {
  const statistics = new Statistics();
  const sample = { times, decode_us: 0, paint_us: 0, bytes: 100 };
  statistics.add({ ...sample, byTool: { ...noBytes(), video: 60, patch: 10 } }, 0);
  statistics.add({ ...sample, byTool: { ...noBytes(), video: 5, move: 13 } }, 4_000);
  const summary = statistics.summary(5_000, 0.5);
  expect(summary.recent).toEqual({ video: 5, patch: 0, move: 13, cursor: 0 });
  expect(summary.total).toEqual({ video: 65, patch: 10, move: 13, cursor: 0 });
  expect(summary.exact).toBe(0.5);
});
