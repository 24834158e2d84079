import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";

import Question from "./Question.svelte";
import { clear, click, show } from "./testing";

afterEach(clear);

function ask() {
  const [onyes, onno] = [vi.fn(), vi.fn()];
  show(Question, { question: "Upgrade?", detail: "A link is sent.", onyes, onno });
  return { onyes, onno, dialog: document.querySelector("dialog") };
}

test("a question is a modal dialog named by its words", () => {
  const { dialog } = ask();
  expect(dialog?.open).toBe(true);
  const label = document.getElementById(dialog?.getAttribute("aria-labelledby") ?? "");
  expect(label?.textContent).toBe("Upgrade?");
});

test("Yes, No and Escape answer once each", () => {
  const { onyes, onno, dialog } = ask();
  click("Yes");
  expect([onyes.mock.calls.length, onno.mock.calls.length]).toEqual([1, 0]);
  click("No");
  dialog?.dispatchEvent(new Event("cancel", { cancelable: true }));
  expect([onyes.mock.calls.length, onno.mock.calls.length]).toEqual([1, 2]);
});

test("the focus goes back to where it was", async () => {
  const button = document.body.appendChild(document.createElement("button"));
  button.focus();
  const props = { question: "Upgrade?", onyes: vi.fn(), onno: vi.fn() };
  const question = mount(Question, { target: document.body, props });
  flushSync();
  document.querySelector<HTMLElement>("dialog button")?.focus();
  expect(document.activeElement).not.toBe(button);
  await unmount(question);
  expect(document.activeElement).toBe(button);
});
