import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clear, click, control, pageText, press, show, type } from "../lib/components/testing";
import type { Desk } from "./desk.svelte";
import TargetDialog from "./TargetDialog.svelte";
import { anna, ben, colleague, stateOf } from "./testing/fake-desk";

const agree = vi.fn();
let desk: Desk;

beforeEach(() => {
  agree.mockReset();
  const colleagues = [
    colleague(anna),
    colleague(ben),
    colleague({ id: "cem", name: "Cem" }, { sessions: 4 }),
    colleague({ id: "dana", name: "Dana" }, { availability: "offline" }),
  ];
  desk = { me: "anna", list: { colleagues }, dialog: "handOver", agree } as unknown as Desk;
});
afterEach(clear);

const state = stateOf({ phase: "chatting", agents: [anna] });
const open = (purpose: "handOver" | "invite") =>
  show(TargetDialog, { desk, state, customer: "Clara", purpose });
const active = () =>
  document.querySelector('[role="option"][aria-selected="true"] strong')?.textContent;

test("the search field steers the list, Enter hands over", () => {
  open("handOver");
  const field = control("Search colleagues and queues");
  expect(active()).toBe("Ben");
  press(field, "ArrowDown");
  expect(active()).toBe("Cem");
  expect(field.getAttribute("aria-activedescendant")).toMatch(/cem$/);
  type("Search colleagues and queues", "ben");
  expect(active()).toBe("Ben");
  control<HTMLInputElement>("Search colleagues and queues").form?.requestSubmit();
  expect(agree).toHaveBeenCalledWith({ kind: "invite", agent: "ben", takes_over: true });
});

test("who is not there cannot be chosen and says why", () => {
  open("invite");
  expect(pageText()).toContain("Not signed in");
  type("Search colleagues", "dana");
  expect(active()).toBeUndefined();
  click("Invite");
  expect(agree).not.toHaveBeenCalled();
});

test("inviting takes nothing from the one who invites", () => {
  open("invite");
  click("Invite");
  expect(agree).toHaveBeenCalledWith({ kind: "invite", agent: "ben", takes_over: false });
});

test("a search for nobody says so", () => {
  open("invite");
  type("Search colleagues", "xyz");
  expect(pageText()).toContain("Nobody fits the search.");
});
