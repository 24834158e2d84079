import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clear, click, control, pageText, show, type } from "../lib/components/testing";
import StartForm from "./StartForm.svelte";

const onstarted = vi.fn();
let posted: unknown[];
let answer: () => Response;

beforeEach(() => {
  sessionStorage.clear();
  onstarted.mockReset();
  posted = [];
  answer = () => Response.json({ session: "s" }, { status: 201 });
  vi.stubGlobal("fetch", (_path: string, init: RequestInit) => {
    posted.push(JSON.parse(String(init.body)));
    return Promise.resolve(answer());
  });
  show(StartForm, { onstarted });
});
afterEach(async () => {
  await clear();
  vi.unstubAllGlobals();
});

test("name and question start a chat", async () => {
  type("Your name", "Erika");
  type("Your question", "Why?");
  click("Start chat");
  await vi.waitFor(() => expect(onstarted).toHaveBeenCalledWith("s"));
  expect(posted).toEqual([
    {
      name: "Erika",
      question: "Why?",
      queue: null,
      language: "en",
      email: null,
      terms_accepted: false,
      leave_message: false,
      page: null,
    },
  ]);
});

test("what is missing is said at its field, before anything is sent", () => {
  type("Your name", " ");
  click("Start chat");
  expect(pageText()).toContain("Please enter a name");
  expect(document.activeElement).toBe(control("Your name"));
  type("Your name", "Erika");
  expect(pageText()).not.toContain("Please enter a name");
  click("Start chat");
  expect(document.activeElement).toBe(control("Your question"));
  expect(control("Your question").getAttribute("aria-invalid")).toBe("true");
  expect(posted).toEqual([]);
});

test("a refusal keeps what was typed, through a reload too", async () => {
  answer = () => Response.json({ code: "rate_limited" }, { status: 429 });
  type("Your name", "Erika");
  type("Your question", "Why?");
  click("Start chat");
  await vi.waitFor(() => expect(pageText()).toContain("That was too often"));
  expect(control<HTMLInputElement>("Your question").value).toBe("Why?");
  await clear();
  show(StartForm, { onstarted });
  flushSync();
  expect(control<HTMLInputElement>("Your name").value).toBe("Erika");
  expect(control<HTMLInputElement>("Your question").value).toBe("Why?");
});
