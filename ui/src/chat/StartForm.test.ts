import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { clear, click, control, pageText, show, type } from "../lib/components/testing";
import { loadPortalInfo } from "../lib/portal-info.svelte";
import type { PublicPortal } from "../lib/protocol.generated";
import { eventually } from "../lib/testing/eventually";
import { publicPortal } from "../lib/testing/samples";
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
  await eventually(() => expect(onstarted).toHaveBeenCalledWith("s"));
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
  await eventually(() => expect(pageText()).toContain("That was too often"));
  expect(control<HTMLInputElement>("Your question").value).toBe("Why?");
  await clear();
  show(StartForm, { onstarted });
  flushSync();
  expect(control<HTMLInputElement>("Your name").value).toBe("Erika");
  expect(control<HTMLInputElement>("Your question").value).toBe("Why?");
});

describe("by the account's rules", () => {
  /** The form of an account with these settings. */
  async function form(more: Partial<PublicPortal>) {
    await clear();
    const usual = globalThis.fetch;
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json(publicPortal(more))));
    await loadPortalInfo();
    vi.stubGlobal("fetch", usual);
    show(StartForm, { onstarted });
  }
  const terms = { de: "Ich stimme zu.", en: "I agree." };

  test("hidden fields are not there, and optional ones may stay empty", async () => {
    const fields = { name: "hidden", question: "optional", email: "optional" } as const;
    await form({ form: { ...fields, terms: { de: "", en: "" }, terms_link: "" } });
    expect(pageText()).not.toContain("Your name");
    type("Your e-mail address (optional)", "nonsense");
    click("Start chat");
    expect(pageText()).toContain("Please enter an e-mail address");
    type("Your e-mail address (optional)", "");
    click("Start chat");
    await eventually(() => expect(onstarted).toHaveBeenCalledWith("s"));
    expect(posted).toMatchObject([{ name: null, question: null, email: null, queue: null }]);
  });

  test("the terms must be agreed to, and can be read", async () => {
    const fields = { name: "hidden", question: "hidden", email: "hidden" } as const;
    await form({ form: { ...fields, terms, terms_link: "https://example.com/terms" } });
    click("Start chat");
    expect(pageText()).toContain("Please tick the box");
    expect(document.activeElement).toBe(control("I agree."));
    const link = control<HTMLAnchorElement>("Read the full terms (opens in a new tab)");
    expect([link.href, link.rel]).toEqual(["https://example.com/terms", "noopener noreferrer"]);
    click("I agree.");
    click("Start chat");
    await eventually(() => expect(posted).toMatchObject([{ terms_accepted: true }]));
  });

  test("with queues alone one of them is chosen; a link may name it", async () => {
    history.replaceState(null, "", "/chat?queue=printers");
    await form({ modes: { web: false, queue: true, phone: true, message: true } });
    expect(control<HTMLSelectElement>("Topic").value).toBe("printers");
    expect(pageText()).not.toContain("Next free agent");
    history.replaceState(null, "", "/chat");
  });

  test("where nobody is there a message can be left, which needs an address", async () => {
    await form({ staffed: false });
    click("Leave a message");
    type("Your name", "Kim");
    type("Your message", "Please call");
    click("Leave message");
    expect(document.activeElement).toBe(control("Your e-mail address"));
    type("Your e-mail address", "kim@example.com");
    click("Leave message");
    await eventually(() =>
      expect(posted).toMatchObject([{ leave_message: true, email: "kim@example.com" }]),
    );
  });

  test("what the account writes is text, whatever it writes", async () => {
    const attack = `<img src=x onerror="alert(1)">`;
    const nothing = { de: "", en: "" };
    const welcome = { de: attack, en: "" };
    await form({ texts: { welcome, waiting: nothing, nobody: nothing, ended: nothing } });
    expect(pageText()).toContain(attack);
    expect(document.querySelector("img")).toBeNull();
  });
});
