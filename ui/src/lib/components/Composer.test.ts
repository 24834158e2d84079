import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import Composer from "./Composer.svelte";
import { clear, click, control, pageText, press, show, type } from "./testing";

let sent: string[];
let typing: boolean[];
let kept: string;

beforeEach(() => {
  vi.useFakeTimers();
  [sent, typing, kept] = [[], [], ""];
});
afterEach(async () => {
  await clear();
  vi.useRealTimers();
});

function composer() {
  return show(Composer, {
    onsend: (text: string) => void sent.push(text),
    ontyping: (active: boolean) => void typing.push(active),
    draft: { read: () => kept, write: (text: string) => (kept = text) },
  });
}

const field = () => control<HTMLTextAreaElement>("Message");

test("Enter and the button send, Shift and Enter and composing do not", () => {
  composer();
  type("Message", "  one\ntwo  ");
  press(field(), "Enter", { shiftKey: true });
  press(field(), "Enter", { isComposing: true });
  expect(sent).toEqual([]);
  press(field(), "Enter");
  expect(sent).toEqual(["one\ntwo"]);
  expect([field().value, kept]).toEqual(["", ""]);
  type("Message", "three");
  click("Send");
  expect(sent).toEqual(["one\ntwo", "three"]);
});

test("nothing empty or too long is sent, and nothing of it is lost", () => {
  composer();
  type("Message", " \n ");
  click("Send");
  const long = "ä".repeat(4_001);
  type("Message", long);
  click("Send");
  expect(sent).toEqual([]);
  expect(field().value).toBe(long);
  expect(pageText()).toContain("1 characters too many");
  type("Message", "💡".repeat(4_000));
  click("Send");
  expect(sent).toHaveLength(1);
});

test("a draft outlives the page, and a refused text comes back in front of it", () => {
  kept = "half a sen";
  const instance = composer();
  expect(field().value).toBe("half a sen");
  instance.put("refused");
  flushSync();
  expect(field().value).toBe("refused\nhalf a sen");
  expect(kept).toBe("refused\nhalf a sen");
});

test("typing is told, and its end after a pause", () => {
  composer();
  type("Message", "a");
  vi.advanceTimersByTime(4_000);
  expect(typing).toEqual([true, false]);
});
