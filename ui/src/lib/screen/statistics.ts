// How fast frames come and how long each step took, over the last seconds. Pure: the caller brings
// the time. Fed by the viewer's worker for every painted frame.
import type { FrameTimes } from "./message";
import { noBytes, tools, type ToolBytes } from "./tools";

/** The steps of a frame from pixels to pixels, in their order. */
export const steps = ["capture", "encode", "send", "relay", "decode", "paint"] as const;

/** One of {@link steps}. */
export type Step = (typeof steps)[number];

/** What became of one frame. */
export interface Sample {
  times: FrameTimes;
  decode_us: number;
  paint_us: number;
  /** Size of its message. */
  bytes: number;
  /** What of it each tool took. */
  byTool: ToolBytes;
}

/** Median and slow end of one step, in milliseconds. */
export interface Spread {
  p50_ms: number;
  p95_ms: number;
}

/** What the statistics panel shows. */
export interface Summary {
  steps: Record<Step, Spread>;
  /** All steps of a frame together; what the network takes is not in it. */
  sum: Spread;
  framesPerSecond: number;
  kilobytesPerSecond: number;
  /** Bytes of each tool in the last seconds, and since the viewer was opened. */
  recent: ToolBytes;
  total: ToolBytes;
  /** How much of the picture is exact, from 0 to 1. */
  exact: number;
}

const windowMs = 5_000;
const mostSamples = 600;

/** Collects samples and forgets them after five seconds. */
export class Statistics {
  #samples: { at: number; steps: number[]; bytes: number; byTool: ToolBytes }[] = [];
  readonly #total = noBytes();

  /** Takes a painted frame in; `now` in milliseconds. */
  add(sample: Sample, now: number): void {
    const { capture_us, encode_us, send_us, relay_us } = sample.times;
    const times = [capture_us, encode_us, send_us, relay_us, sample.decode_us, sample.paint_us];
    const { bytes, byTool } = sample;
    this.#samples.push({ at: now, steps: times, bytes, byTool });
    for (const tool of tools) this.#total[tool] += byTool[tool];
    if (this.#samples.length > mostSamples) this.#samples.shift();
  }

  /** What the last five seconds were like; `exact` is the share of exact pixels now. */
  summary(now: number, exact = 0): Summary {
    this.#samples = this.#samples.filter(({ at }) => now - at < windowMs);
    const of = (index: number) => spread(this.#samples.map((sample) => sample.steps[index] ?? 0));
    const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
    const perSecond = 1_000 / windowMs;
    const recent = noBytes();
    for (const { byTool } of this.#samples) {
      for (const tool of tools) recent[tool] += byTool[tool];
    }
    return {
      steps: Object.fromEntries(steps.map((step, index) => [step, of(index)])) as Summary["steps"],
      sum: spread(this.#samples.map((sample) => total(sample.steps))),
      framesPerSecond: this.#samples.length * perSecond,
      kilobytesPerSecond: (total(this.#samples.map(({ bytes }) => bytes)) * perSecond) / 1_000,
      recent,
      total: { ...this.#total },
      exact,
    };
  }
}

/** The values that half, and 95 in 100, do not exceed (nearest rank). */
function spread(microseconds: number[]): Spread {
  const sorted = microseconds.toSorted((one, other) => one - other);
  const rank = (share: number) => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0) / 1_000;
  return { p50_ms: rank(0.5), p95_ms: rank(0.95) };
}
