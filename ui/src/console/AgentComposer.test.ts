import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { all, clear, click, control, pageText, press, show, type } from "../lib/components/testing";
import AgentComposer from "./AgentComposer.svelte";
import type { Replies } from "./replies.svelte";

const onsend = vi.fn();
const text = (words: string) => ({ de: words, en: words });
const replies = {
  all: [
    { shortcut: "hello", text: text("Hello {customer}, this is {agent}.") },
    { shortcut: "logo", text: text("Where do you see the old logo?") },
  ],
  load: () => Promise.resolve(),
} as unknown as Replies;

beforeEach(() => {
  onsend.mockReset();
  const values = { customer: "Clara", agent: "Anna", company: "Muster", queue: "General" };
  const draft = { read: () => "", write: () => {} };
  const more = { onfiles: undefined, accept: "", ontyping: () => {} };
  show(AgentComposer, { replies, language: "en", values, draft, onsend, ...more });
});
afterEach(clear);

const field = () => control<HTMLTextAreaElement>("Message");
const options = () => document.querySelectorAll('[role="option"]').length;

test("a slash opens the list, Enter takes a reply over, a second Enter sends it", () => {
  type("Message", "/hell");
  expect(options()).toBe(1);
  expect(pageText()).toContain("Preview: Hello Clara, this is Anna.");
  press(field(), "Enter");
  expect([field().value, options()]).toEqual(["Hello Clara, this is Anna.", 0]);
  expect(onsend).not.toHaveBeenCalled();
  press(field(), "Enter");
  expect(onsend).toHaveBeenCalledWith("Hello Clara, this is Anna.");
});

test("arrows choose, Escape closes and keeps what was typed", () => {
  type("Message", "/");
  press(field(), "ArrowDown");
  const active = field().getAttribute("aria-activedescendant") ?? "";
  expect(document.getElementById(active)?.textContent).toContain("/logo");
  press(field(), "Escape");
  expect([options(), field().value]).toEqual([0, "/"]);
});

test("the button opens the list and adds the reply to the draft", () => {
  type("Message", "One more thing:");
  click("Canned replies");
  expect(options()).toBe(2);
  press(field(), "ArrowUp");
  press(field(), "Tab");
  expect(field().value).toBe("One more thing: Where do you see the old logo?");
});

test("a message that only begins like a path is sent as it is", () => {
  type("Message", "/etc/hosts is wrong");
  expect(options()).toBe(0);
  press(field(), "Enter");
  expect(onsend).toHaveBeenCalledWith("/etc/hosts is wrong");
  expect(all("Canned replies")).toHaveLength(1);
});
