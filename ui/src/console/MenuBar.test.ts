import { flushSync, tick } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clear, control, press, show } from "../lib/components/testing";
import { stateAt } from "../lib/testing/samples";
import { actionsFor } from "./actions";
import type { Desk } from "./desk.svelte";
import MenuBar from "./MenuBar.svelte";

const act = vi.fn();

beforeEach(() => {
  act.mockReset();
  const state = stateAt(1, { agents: [{ id: "me", name: "Anna" }] });
  const session = { state, mode: "web" } as const;
  const now = { session, me: "me", online: true, reachable: true, phone: true, news: false };
  const desk = { actions: actionsFor(now), act } as unknown as Desk;
  show(MenuBar, { desk });
});
afterEach(clear);

const top = () => control("Session");
const focused = () => document.activeElement?.textContent.trim();

async function open(key: string) {
  top().focus();
  press(top(), key);
  await tick();
  flushSync();
}

test("the menu opens by key at its first or last entry and says what each can do", async () => {
  await open("ArrowDown");
  expect(top().getAttribute("aria-expanded")).toBe("true");
  expect(focused()).toBe("Take");
  expect(control("Take").getAttribute("aria-disabled")).toBe("true");
  expect(control("Take").title).toBe("The session has been taken already.");
  press(control("Take"), "Escape");
  expect(document.activeElement).toBe(top());
  await open("ArrowUp");
  expect(focused()).toBe("Next session with news");
});

test("arrows go round, letters find entries, Tab leaves", async () => {
  await open("Enter");
  const menu = () => document.querySelector('[role="menu"]') ?? document.body;
  press(menu(), "ArrowUp");
  expect(focused()).toBe("Next session with news");
  press(menu(), "ArrowDown");
  expect(focused()).toBe("Take");
  press(menu(), "u");
  expect(focused()).toBe("Upgrade to standard session");
  press(menu(), "Tab");
  expect(document.querySelector('[role="menu"]')).toBeNull();
});

test("an entry acts and closes the menu, a disabled one does neither", async () => {
  await open("Enter");
  control("Take").click();
  flushSync();
  expect(act).not.toHaveBeenCalled();
  control("Upgrade to standard session").click();
  flushSync();
  expect(act).toHaveBeenCalledWith("upgrade");
  expect(document.querySelector('[role="menu"]')).toBeNull();
});
