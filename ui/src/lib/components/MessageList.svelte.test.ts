// What a conversation reads out, marks as new and draws, with entries that come one by one.
import { flushSync, tick } from "svelte";
import { afterEach, expect, test, vi } from "vitest";

import type { Entry, Side } from "../log/entries";
import MessageList from "./MessageList.svelte";
import { clear, pageText, show } from "./testing";

afterEach(async () => {
  await clear();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const says = (seq: number, side: Side = "agent"): Entry => ({
  kind: "message",
  key: `${seq}`,
  seq,
  at: seq,
  side,
  name: side === "agent" ? "Anna" : "Kim",
  via: null,
  text: `text ${seq}`,
  first: true,
});

function conversation(entries: Entry[], complete = true) {
  const props = $state({ entries, complete, me: "customer" as const, arrived: 0 });
  show(MessageList, props);
  return async (change: Partial<typeof props>) => {
    Object.assign(props, change);
    flushSync();
    await tick();
    flushSync();
  };
}

const said = () => [...document.querySelectorAll('[role="log"] p')].map((line) => line.textContent);

test("the history is not read out; what comes after it is, once", async () => {
  vi.useFakeTimers();
  const change = conversation([says(1)], false);
  await change({ entries: [says(1), says(2)], complete: true });
  expect(said()).toEqual([]);
  await change({ entries: [says(1), says(2), says(3)] });
  expect(said()).toEqual(["Anna: text 3"]);
  await change({ entries: [says(1), says(2), says(3), says(4, "customer")] });
  expect(said()).toEqual(["Anna: text 3"]);
  vi.advanceTimersByTime(11_000);
  flushSync();
  expect(said()).toEqual([]);
  await change({ arrived: 4 });
  expect(said()).toEqual([]);
});

test("of ten thousand messages few are drawn", async () => {
  conversation(Array.from({ length: 10_000 }, (_, index) => says(index + 1)));
  const rows = document.querySelectorAll('[role="listitem"]');
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.length).toBeLessThan(60);
  expect(rows[0]?.getAttribute("aria-setsize")).toBe("10000");
});

test("an own message is sent at first, and delivered once it has arrived", async () => {
  const change = conversation([says(1, "customer")]);
  expect(pageText()).toContain("Sent");
  await change({ arrived: 1 });
  expect(pageText()).toContain("Delivered");
});

test("what comes while the page is hidden is marked as new", async () => {
  const change = conversation([says(1)]);
  vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  await change({ entries: [says(1), says(2), says(3)] });
  expect(document.querySelector(".new")?.closest("[data-key]")?.getAttribute("data-key")).toBe("2");
});
