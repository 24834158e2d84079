import { beforeEach, expect, test } from "vitest";

import { newSince, Seen } from "./seen.svelte";
import { byAnna, byCustomer, logOf, row } from "./testing/fake-desk";

beforeEach(() => sessionStorage.clear());

test("messages of the customer are new until they are looked at, also after a reload", () => {
  const says = { kind: "message", text: "?" } as const;
  const events = logOf(
    row("s"),
    [byAnna, { kind: "agent_joined" }],
    [byCustomer, says],
    [byAnna, says],
    [byCustomer, says],
  );
  const seen = new Seen();
  expect(newSince(events, seen.of("s"))).toBe(2);
  seen.look("s", 3);
  expect(newSince(events, seen.of("s"))).toBe(1);
  seen.look("s", 5);
  seen.look("s", 2);
  expect(newSince(events, new Seen().of("s"))).toBe(0);
});
