// Pieces of a log come in order, twice, and with gaps.
import { expect, test } from "vitest";

import type { Event } from "../../lib/protocol.generated";
import { merge } from "./log";

const event = (seq: number): Event => ({
  session: "s",
  seq,
  at: 0,
  author: { role: "portal" },
  kind: "consent_asked",
});
const numbers = (events: readonly Event[]) => events.map(({ seq }) => seq);

test("events are put in order, each once", () => {
  const merged = merge([event(1), event(2)], [event(4), event(2), event(3)]);
  expect(numbers(merged.events)).toEqual([1, 2, 3, 4]);
  expect(merged.missingAfter).toBeNull();
});

test("what is known already changes nothing", () => {
  const known = [event(1)];
  expect(merge(known, [event(1)]).events).toBe(known);
});

test("a gap is noticed and not jumped over", () => {
  const merged = merge([event(1)], [event(2), event(5)]);
  expect(numbers(merged.events)).toEqual([1, 2]);
  expect(merged.missingAfter).toBe(2);
  expect(merge([], [event(3)]).missingAfter).toBe(0);
});
