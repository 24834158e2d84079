// What the agent reads of an upgrade that does not come on.
import { afterEach, expect, test } from "vitest";

import { clear, pageText, show } from "../lib/components/testing";
import type { ErrorCode, Event } from "../lib/protocol.generated";
import { stateAt } from "../lib/testing/samples";
import UpgradeSteps from "./UpgradeSteps.svelte";

afterEach(clear);

function steps(reason: ErrorCode) {
  const event = { seq: 4, at: 0, kind: "handoff_refused", reason } as Event;
  const state = stateAt(4, { phase: "upgrading", upgrade: "opener_fetched", handoff: "h" });
  const none = { oncancel: null, onresend: null, onreadout: null };
  show(UpgradeSteps, { state, events: [event], ...none });
}

test.each([
  ["code_expired", "refused, because the code had expired or belonged to an earlier offer."],
  ["ticket_expired", "because the app's ticket had expired or belonged to an earlier offer."],
  ["not_now", "refused, for another reason."],
] as const)("a refusal is told with its reason: %s", (reason, words) => {
  steps(reason);
  expect(pageText()).toContain(words);
});

test("a refusal is left to the conversation to be read out", () => {
  steps("code_used");
  const setback = document.querySelector(".setback");
  expect(setback?.textContent).toContain("had been used before");
  expect(setback?.closest("[role=status], [aria-live]")).toBeNull();
});
