// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Attention } from "./attention.svelte";

const shown: { title: string; options: NotificationOptions; onclick?: () => void }[] = [];
let permission: NotificationPermission;
const request = vi.fn(() => Promise.resolve((permission = "granted")));

class FakeNotification {
  static get permission() {
    return permission;
  }
  static requestPermission = request;
  onclick?: () => void;
  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    shown.push(this);
  }
  close() {}
}

beforeEach(() => {
  shown.length = 0;
  request.mockClear();
  permission = "default";
  localStorage.clear();
  vi.stubGlobal("Notification", FakeNotification);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("permission is asked for when told to, never before", async () => {
  const attention = new Attention();
  attention.call("s", "Clara is waiting", "General", () => {});
  expect([request.mock.calls.length, shown.length]).toEqual([0, 0]);
  await attention.ask();
  expect(attention.permission).toBe("granted");
});

test("a notification leads to its session; a page in use needs none", () => {
  permission = "granted";
  const focus = vi.spyOn(document, "hasFocus").mockReturnValue(false);
  const onclick = vi.fn();
  const attention = new Attention();
  attention.call("s", "Clara is waiting", "General", onclick);
  expect(shown.map(({ title, options }) => [title, options.tag])).toEqual([
    ["Clara is waiting", "s"],
  ]);
  shown[0]?.onclick?.();
  expect(onclick).toHaveBeenCalledOnce();
  focus.mockReturnValue(true);
  attention.call("s", "Clara is waiting", "General", onclick);
  expect(shown).toHaveLength(1);
});

test("the sound stays off once it is switched off", () => {
  expect(new Attention().sound).toBe(true);
  new Attention().switchSound(false);
  expect(new Attention().sound).toBe(false);
});
