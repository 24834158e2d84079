// @vitest-environment node
import { expect, test } from "vitest";

import { matching, targetsFor } from "./targets";
import { anna, ben, colleague, stateOf } from "./testing/fake-desk";

const agent = (id: string) => ({ id, name: id });
const colleagues = [
  colleague(anna),
  colleague(ben, { sessions: 5 }),
  colleague(agent("Away"), { availability: "away" }),
  colleague(agent("Off"), { availability: "offline" }),
  colleague(agent("Busy"), { availability: "busy", sessions: 4 }),
  colleague(agent("Free"), { sessions: 0 }),
  colleague(agent("Half"), { sessions: 2 }),
  colleague(agent("Here")),
  colleague(agent("Asked")),
];
const queues = [{ id: "general", name: "General" }];
const state = stateOf({
  phase: "chatting",
  agents: [anna, agent("Here")],
  invitations: [{ agent: agent("Asked"), by: "anna", takes_over: false }],
});
const shown = (purpose: "handOver" | "invite", at = state) =>
  targetsFor(purpose, at, "anna", colleagues, queues).map(({ name, reason }) => [name, reason]);

test("free colleagues come first, those who cannot take it last and say why", () => {
  expect(shown("invite")).toEqual([
    ["Free", null],
    ["Half", null],
    ["Busy", null],
    ["Away", null],
    ["Asked", "invited"],
    ["Here", "inSession"],
    ["Ben", "full"],
    ["Off", "offline"],
  ]);
});

test("a session is handed to queues too, but not while an upgrade is under way", () => {
  expect(shown("handOver").at(-1)).toEqual(["General", null]);
  const upgrading = shown("handOver", { ...state, phase: "upgrading" });
  expect(upgrading.at(-1)).toEqual(["General", "upgrading"]);
});

test("a search needs all of its words, in any order and case", () => {
  const all = targetsFor("handOver", state, "anna", colleagues, [
    { id: "p", name: "Drucker und Scanner" },
  ]);
  expect(matching(all, "SCAN druck").map(({ name }) => name)).toEqual(["Drucker und Scanner"]);
  expect(matching(all, "scan free")).toEqual([]);
});
