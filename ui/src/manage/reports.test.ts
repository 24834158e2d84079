import { expect, test } from "vitest";

import { session } from "../lib/log/testing/fake-portal";
import type { Event, EventBody } from "../lib/protocol.generated";
import { en } from "../lib/texts/en";
import { consentFact, handoffFact, sessionOfHash } from "./reports";

const log = (...bodies: EventBody[]) =>
  bodies.map((body, index) => {
    const at = new Date(2026, 0, 1, 12, index).getTime();
    return { session, seq: index + 1, at, author: { role: "portal" }, ...body } as Event;
  });

test("a report's address carries a session and nothing else", () => {
  expect(sessionOfHash(`#/sessions/${session}`)).toBe(session);
  for (const hash of ["", "#/", "#/sessions/", "#/sessions/../agents", `#/sessions/${session}/x`]) {
    expect(sessionOfHash(hash)).toBeNull();
  }
});

test("hand-off and consent in words", () => {
  const facts = (...bodies: EventBody[]) => [
    handoffFact(log(...bodies), en, "en"),
    consentFact(log(...bodies), en, "en"),
  ];
  const offered: EventBody = { kind: "upgrade_offered", handoff: "h", chat_after: "both" };
  const joined: EventBody = { kind: "app_joined", handoff: "h", system: "linux", version: "1" };
  const asked: EventBody = { kind: "consent_asked" };
  expect(facts()).toEqual(["Chat only", "Not asked"]);
  expect(facts(offered)).toEqual(["Offered, not used", "Not asked"]);
  expect(facts(offered, { kind: "handoff_refused", reason: "code_used" }, joined, asked)).toEqual([
    "App joined at 12:02:00; 1 refused",
    "Asked, no answer",
  ]);
  expect(
    facts(asked, { kind: "consent_refused", reason: "declined" }, asked, { kind: "consent_given" }),
  ).toEqual(["Chat only", "Declined at 12:01:00; Given at 12:03:00"]);
});
