// The choice among the customer's screens: it asks, and says so; it never shows one by itself.
import { afterEach, expect, test, vi } from "vitest";

import { clear, click, control, pageText, show } from "../../lib/components/testing";
import type { Monitors } from "../../lib/protocol.generated";
import MonitorChoice from "./MonitorChoice.svelte";

const two: Monitors = {
  all: [
    { number: 1, width: 1920, height: 1080 },
    { number: 2, width: 1280, height: 1024 },
  ],
  shown: 1,
  asked: null,
};
const second = "Ask to see screen 2 (1280 × 1024)";

afterEach(clear);

test("one screen leaves nothing to choose", () => {
  show(MonitorChoice, { monitors: { ...two, all: two.all.slice(0, 1) }, ask: vi.fn() });
  expect(document.querySelector("[role=group]")).toBeNull();
});

test("another screen is asked for, the shown one is not", () => {
  const ask = vi.fn(() => Promise.resolve(null));
  show(MonitorChoice, { monitors: two, ask });
  const shown = control("Screen 1 (1920 × 1080), shown now");
  expect(shown.getAttribute("aria-pressed")).toBe("true");
  shown.click();
  expect(ask).not.toHaveBeenCalled();
  click(second);
  expect(ask).toHaveBeenCalledExactlyOnceWith(2);
});

test("while the customer is asked that is said, and nothing else is asked", () => {
  const ask = vi.fn(() => Promise.resolve(null));
  const asked = { seq: 9, monitor: 2, by: { id: "a", name: "Anna" } };
  show(MonitorChoice, { monitors: { ...two, asked }, ask });
  expect(pageText()).toContain("The customer is asked for screen 2 …");
  click(second);
  expect(ask).not.toHaveBeenCalled();
});

test("what is not possible now is said", async () => {
  show(MonitorChoice, { monitors: two, ask: () => Promise.resolve("not_now") });
  click(second);
  await vi.waitFor(() => expect(pageText()).toContain("can't be asked for now"));
});
