import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { processorOf } from "./processor";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const telling = (architecture: string, bitness: string) => ({
  userAgentData: { getHighEntropyValues: () => Promise.resolve({ architecture, bitness }) },
});

test("a browser that tells is believed, in 64 bits", async () => {
  expect(await processorOf(telling("x86", "64"))).toBe("x86_64");
  expect(await processorOf(telling("arm", "64"))).toBe("aarch64");
  for (const [architecture, bitness] of [
    ["x86", "32"],
    ["arm", "32"],
    ["riscv", "64"],
    ["", ""],
  ] as const)
    expect(await processorOf(telling(architecture, bitness))).toBeNull();
});

test("a browser that does not tell, refuses or takes too long leaves it open", async () => {
  expect(await processorOf({})).toBeNull();
  const refused = () => Promise.reject(new Error("not allowed"));
  expect(await processorOf({ userAgentData: { getHighEntropyValues: refused } })).toBeNull();
  const never = () => new Promise<never>(() => undefined);
  const waiting = processorOf({ userAgentData: { getHighEntropyValues: never } });
  vi.advanceTimersByTime(1000);
  expect(await waiting).toBeNull();
});
