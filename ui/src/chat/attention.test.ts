// Who looks elsewhere is told how much is new; who looks is left alone.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { chime } from "../lib/chime";
import { Attention } from "./attention.svelte";

vi.mock("../lib/chime", () => ({ chime: vi.fn(), prepareChime: () => () => undefined }));

const seen = vi.fn();
let attention: Attention;
let visible: "visible" | "hidden" = "visible";

beforeEach(() => {
  localStorage.clear();
  visible = "visible";
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visible);
  vi.spyOn(document, "hasFocus").mockReturnValue(true);
  vi.mocked(chime).mockClear();
  seen.mockClear();
  attention = new Attention(seen);
  attention.start();
});
afterEach(() => {
  attention.stop();
  vi.restoreAllMocks();
});

test("nothing is counted while somebody looks", () => {
  attention.came(2);
  expect([attention.unseen, vi.mocked(chime).mock.calls.length]).toEqual([0, 0]);
});

test("a hidden page counts and sounds, until it is seen again", () => {
  visible = "hidden";
  attention.came(1);
  attention.came(2);
  expect(attention.unseen).toBe(3);
  expect(chime).toHaveBeenCalledTimes(2);
  visible = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  expect(attention.unseen).toBe(0);
  expect(seen.mock.calls).toEqual([[1], [3], [0]]);
});

test("an embedded chat that is closed counts too", () => {
  attention.show(false);
  attention.came(1);
  expect(attention.unseen).toBe(1);
  attention.show(true);
  expect(attention.unseen).toBe(0);
});

test("muted, it stays silent, and remembers that", () => {
  attention.mute(true);
  visible = "hidden";
  attention.came(1);
  expect(chime).not.toHaveBeenCalled();
  expect(new Attention().muted).toBe(true);
  attention.mute(false);
  expect(new Attention().muted).toBe(false);
});
