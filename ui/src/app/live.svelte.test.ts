// A window's value from an app that is not ready at once.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Language } from "../lib/protocol.generated";
import { Live } from "./live.svelte";

interface Value {
  language: Language;
}
const english: Value = { language: "en" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("an app that refuses to be listened to is asked again", async () => {
  let refusals = 2;
  const listen = () =>
    refusals-- > 0 ? Promise.reject(new Error("not yet")) : Promise.resolve(() => undefined);
  const live = new Live<Value>(listen, () => Promise.resolve(english));
  const started = live.start();
  await vi.advanceTimersByTimeAsync(2_000);
  await started;
  expect(live.now).toEqual(english);
});

test("a window that goes before the app listens asks for nothing more", async () => {
  const ask = vi.fn(() => Promise.resolve(english));
  const live = new Live<Value>(() => Promise.reject(new Error("never")), ask);
  const started = live.start();
  live.stop();
  await vi.advanceTimersByTimeAsync(2_000);
  await started;
  expect(ask).not.toHaveBeenCalled();
});
