import { afterEach, expect, test, vi } from "vitest";

import type { Colleague } from "../lib/protocol.generated";
import { AvailabilityChoice } from "./availability.svelte";
import { anna, colleague } from "./testing/fake-desk";

afterEach(() => vi.unstubAllGlobals());

let colleagues: Colleague[] = [];
const own = () =>
  new AvailabilityChoice(
    () => "anna",
    () => colleagues,
  );

test("what was chosen shows at once, then what the portal says", async () => {
  const put = vi.fn((_path: string, _init: RequestInit) => Promise.resolve(new Response(null)));
  vi.stubGlobal("fetch", put);
  colleagues = [colleague(anna)];
  const mine = own();
  expect([mine.now, mine.load]).toEqual(["available", { sessions: 1, most: 5 }]);
  const chosen = mine.choose("busy");
  expect(mine.now).toBe("busy");
  await chosen;
  expect(put.mock.calls[0]?.[1].body).toBe('{"availability":"busy"}');
  colleagues = [colleague(anna, { availability: "busy" })];
  mine.heard();
  colleagues = [colleague(anna, { availability: "away" })];
  expect(mine.now).toBe("away");
});

test("a choice that the portal refused is taken back and told", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  colleagues = [colleague(anna)];
  const mine = own();
  await mine.choose("away");
  expect([mine.now, mine.failure]).toEqual(["available", "offline"]);
});
