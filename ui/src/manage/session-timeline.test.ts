import { expect, test } from "vitest";

import type { ConsentFacts, HandoffFacts } from "../lib/protocol.generated";
import { deReports } from "../lib/texts/de-reports";
import { en } from "../lib/texts/en";
import { enReports } from "../lib/texts/en-reports";
import { consentSteps, handoffSteps } from "./session-timeline";

const handoff: HandoffFacts = {
  handoff: "h",
  offered_at: 1000,
  offered_by: "Anna",
  chat_after: "transfer",
  code_made_at: 1500,
  read_out_at: 3500,
  expired_at: null,
  fetched_at: 2000,
  started_at: 4000,
  joined_at: 5000,
  system: "windows",
  version: "1.2",
  left_at: 9000,
  cancelled_at: null,
  refused: [{ at: 3000, reason: "code_used" }],
};
const consent: ConsentFacts = {
  seq: 7,
  asked_at: 1000,
  answered_at: 2000,
  answer: "given",
  shared_from: 3000,
  shared_to: 93_000,
  sharing_ms: 60_000,
  monitors: ["HDMI-1"],
  pauses: 1,
};

test("a hand-off is told in the order of time, refusals among its steps", () => {
  expect(handoffSteps(handoff, enReports, en).map(({ words }) => words)).toEqual([
    "Offered by Anna: the chat moves to the app",
    "Code made for the download",
    "Opener downloaded",
    `Refused: ${en.errors.code_used}`,
    "Code made for reading out",
    "Opener started (Windows)",
    "Corporate Customer 1.2 joined (Windows)",
    "App left",
  ]);
  const bare = {
    ...handoff,
    code_made_at: null,
    read_out_at: null,
    offered_by: null,
    fetched_at: null,
    started_at: null,
    refused: [],
  };
  const none = { ...bare, joined_at: null, left_at: null, cancelled_at: 1000 };
  expect(handoffSteps(none, enReports, en).map(({ words }) => words)).toEqual([
    "Offered by the portal: the chat moves to the app",
    "Offer taken back",
  ]);
});

test("consent is told with its answer and what was shown", () => {
  const told = (facts: ConsentFacts) => consentSteps(facts, enReports, "en");
  expect(told(consent).map(({ words }) => words)).toEqual([
    "Customer asked for consent",
    "Consent given",
    "Sharing started: HDMI-1",
    "Sharing ended after 1 min, paused once",
  ]);
  // A monitor that has a number is called so in the reader's language.
  const second = { ...consent, monitors: ["2", "1"] };
  expect(told(second)[2]?.words).toBe("Sharing started: Screen 2, then Screen 1");
  expect(consentSteps(second, deReports, "de")[2]?.words).toBe(
    "Freigabe begonnen: Bildschirm 2, dann Bildschirm 1",
  );
  const refused = { ...consent, answer: "no_answer", shared_from: null, shared_to: null } as const;
  expect(told(refused).map(({ tone }) => tone)).toEqual(["plain", "bad"]);
  expect(told({ ...refused, answer: null, answered_at: null })).toHaveLength(1);
  expect(consentSteps(consent, deReports, "de").at(-1)?.words).toBe(
    "Freigabe beendet nach 1 Min., einmal angehalten",
  );
});
