import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { all, clear, click, control, pageText, show, type } from "../lib/components/testing";
import type { AgentDetails } from "../lib/protocol.generated";
import { eventually } from "../lib/testing/eventually";
import ManagePage from "./ManagePage.svelte";
import { answersFor } from "./testing/account";

let answers: Record<string, unknown>;
let asked: [string, unknown][];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    const name = `${init.method} ${path}`;
    const body: unknown = init.body === undefined ? null : JSON.parse(String(init.body));
    if (init.method !== "GET") asked.push([name, body]);
    const answer = answers[name];
    if (answer instanceof Response) return Promise.resolve(answer.clone());
    return Promise.resolve(
      answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer),
    );
  });
});
afterEach(async () => {
  await clear();
  location.hash = "";
  vi.unstubAllGlobals();
});

async function open(hash: string, who: string, until: string) {
  answers = { ...answersFor(who), ...answers };
  location.hash = hash;
  show(ManagePage, {});
  await eventually(() => expect(pageText()).toContain(until));
}

const saw = (text: string) => eventually(() => expect(pageText()).toContain(text));

test("an agent without any right reads why, and gets to the console", async () => {
  answers = {};
  await open("", "anna", "The management center is not open to you.");
  expect(control<HTMLAnchorElement>("Go to the console").getAttribute("href")).toContain(
    "/console",
  );
  expect(all("Account")).toEqual([]);
});

test("a manager without the right to reports sees everything else", async () => {
  answers = {};
  await open("", "mia", "What holds for the whole account.");
  expect(all("Reports")).toEqual([]);
  expect(all("Audit list")).toHaveLength(1);
});

test("a queue is added with a short name made of its name", async () => {
  answers = {};
  await open("#/queues", "mia", "General");
  click("Add a queue");
  click("Save queue");
  expect(pageText()).toContain("Please enter a name in at least one language.");
  type("Name in English", "Log-in & Accounts");
  expect(control<HTMLInputElement>("Short name").value).toBe("log-in-accounts");
  click("Save queue");
  await saw("Log-in & Accounts is saved.");
  const queue = { id: "log-in-accounts", name: { de: "", en: "Log-in & Accounts" } };
  expect(asked).toEqual([["PUT /api/v1/queues/log-in-accounts", queue]]);
});

test("a queue is moved by its buttons, and goes back where the portal says no", async () => {
  answers = {};
  await open("#/queues", "mia", "General");
  click("Move Printers up");
  await saw("Printers is now number 1 of 3.");
  expect(asked).toEqual([["PUT /api/v1/queues", ["printers", "general", "accounts"]]]);
  answers["PUT /api/v1/queues"] = Response.json({ code: "unavailable" }, { status: 503 });
  click("Move Printers down");
  await saw("The portal is restarting.");
  const order = [...document.querySelectorAll("[data-queue]")].map((row) =>
    row.getAttribute("data-queue"),
  );
  expect(order).toEqual(["printers", "general", "accounts"]);
});

test("a queue is dragged to another place", async () => {
  answers = {};
  await open("#/queues", "mia", "General");
  const row = (id: string) => document.querySelector(`[data-queue="${id}"]`) as HTMLElement;
  row("accounts").dispatchEvent(new Event("dragstart", { bubbles: true }));
  row("general").dispatchEvent(new Event("dragover", { bubbles: true, cancelable: true }));
  row("general").dispatchEvent(new Event("drop", { bubbles: true, cancelable: true }));
  await saw("Accounts and passwords is now number 1 of 3.");
  expect(asked).toEqual([["PUT /api/v1/queues", ["accounts", "general", "printers"]]]);
});

test.each([
  ["sessions", "customers are waiting in it"],
  ["agents", "it is the only queue of an agent"],
])("a queue in use by %s stays and says why", async (field, words) => {
  const problem = Response.json({ code: "in_use", field }, { status: 409 });
  answers = { "DELETE /api/v1/queues/printers": problem };
  await open("#/queues", "mia", "General");
  click("Remove Printers");
  expect(asked).toEqual([]);
  click("Yes");
  await saw(words);
  expect(all("Remove Printers")).toHaveLength(1);
});

test("a new agent's password is shown once", async () => {
  answers = { "POST /api/v1/agents": { agent: "anna", password: "kranich-7-tafel" } };
  await open("#/agents/new", "mia", "Add an agent");
  click("Add agent and show password");
  expect(pageText()).toContain("Please enter a name of 1 to 80 characters.");
  type("Name", "Erika");
  type("E-mail", "erika@demo.test");
  click("Manager");
  expect(control<HTMLInputElement>("Manager").checked).toBe(false);
  expect(pageText()).toContain("Only an administrator may change this.");
  click("Add agent and show password");
  await saw("This password is shown once");
  expect(control<HTMLTextAreaElement>("New password").value).toBe("kranich-7-tafel");
  const details: AgentDetails = {
    email: "erika@demo.test",
    name: "Erika",
    roles: ["agent"],
    may_open_reports: false,
    queues: [],
    most_sessions: 5,
  };
  expect(asked).toEqual([["POST /api/v1/agents", details]]);
  click("I have passed it on");
  expect(all("New password")).toEqual([]);
});

test("an e-mail address that is taken is told at its field, and nothing typed is lost", async () => {
  const problem = Response.json({ code: "email_taken", field: "email" }, { status: 409 });
  answers = { "PUT /api/v1/agents/anna": problem };
  await open("#/agents/anna", "mia", "Agent Anna");
  type("Name", "Anna Maria");
  type("E-mail", "ben@demo.test");
  click("Save agent");
  await saw("Another agent has this e-mail address.");
  expect(document.activeElement).toBe(control("E-mail"));
  expect(control<HTMLInputElement>("Name").value).toBe("Anna Maria");
});

test("leaving a half-typed agent is asked first", async () => {
  answers = {};
  await open("#/agents/anna", "mia", "Agent Anna");
  type("Name", "Anna Maria");
  location.hash = "#/queues";
  window.dispatchEvent(new HashChangeEvent("hashchange"));
  flushSync();
  expect(pageText()).toContain("Leave without saving?");
  click("No");
  expect(location.hash).toBe("#/agents/anna");
  expect(control<HTMLInputElement>("Name").value).toBe("Anna Maria");
});

test("an agent beyond a manager's reach is facts and a reason", async () => {
  answers = {};
  await open("#/agents/max", "mia", "Agent Max");
  expect(all("Save agent")).toEqual([]);
  expect(control("Set a new password").getAttribute("aria-disabled")).toBe("true");
  expect(pageText()).toContain("Only an administrator may change that account.");
});

test("an administrator gives rights, and can't leave the account without one", async () => {
  answers = {};
  await open("#/agents/max", "max", "Agent Max");
  click("Administrator");
  expect(control<HTMLInputElement>("Administrator").checked).toBe(true);
  expect(pageText()).toContain("This is the last administrator");
});

test("a second factor is taken away after a question", async () => {
  answers = {};
  await open("#/agents/anna", "mia", "Agent Anna");
  click("Take the second factor away");
  expect(asked).toEqual([]);
  click("Yes");
  await saw("The second factor of Anna is taken away.");
  expect(asked).toEqual([["DELETE /api/v1/agents/anna/second-factor", null]]);
});

test("the audit list is read in words and page by page", async () => {
  const many = Array.from({ length: 100 }, (_, index) => ({
    id: 200 - index,
    at: 0,
    by: "max@demo.test",
    kind: "queue_changed",
    queue: "printers",
  }));
  answers = { "GET /api/v1/audit": many };
  await open("#/audit", "mia", "Saved the queue Printers");
  answers["GET /api/v1/audit?before=101"] = [
    { ...many[0], id: 1, by: null, kind: "queues_ordered" },
  ];
  click("Show older entries");
  await saw("Changed the order of the queues");
  expect(pageText()).toContain("101 entries are shown.");
  expect(pageText()).toContain("The portal");
  expect(pageText()).toContain("These are all entries.");
});

test("websites become origins or reasons", async () => {
  answers = {};
  await open("#/embed", "mia", "https://shop.example.com");
  const add = (text: string) => {
    type("Address of a website", text);
    control<HTMLInputElement>("Address of a website").form?.requestSubmit();
    flushSync();
  };
  add("http://plain.example");
  expect(pageText()).toContain("The page must use https.");
  add("www.new.example/contact");
  expect(pageText()).toContain("Added as https://www.new.example");
  add("https://www.new.example");
  expect(pageText()).toContain("This website is in the list already.");
});

test("the preview of the form follows what is set", async () => {
  answers = {};
  await open("#/chat", "mia", "Preview of the form");
  const preview = () => document.querySelector("[inert]")?.textContent.replace(/\s+/g, " ") ?? "";
  expect(preview()).toContain("Your e-mail address (optional)");
  expect(preview()).toContain("Ich stimme zu, dass der Chat 90 Tage bleibt.");
  const rule = (name: string, value: string) => {
    const radio = `[data-name="${name}"][value="${value}"]`;
    document.querySelector<HTMLInputElement>(radio)?.click();
    flushSync();
  };
  rule("form.email", "hidden");
  expect(preview()).not.toContain("e-mail");
  type("English: Terms", "I agree.");
  expect(preview()).toContain("I agree.");
  rule("preview_language", "de");
  expect(preview()).toContain("Chat starten");
});

test("a reply is added, filled in and previewed", async () => {
  answers = {};
  await open("#/replies", "mia", "/hallo");
  click("Add a reply");
  type("Shortcut", "danke");
  type("German: Reply", "Danke, {customer}! {kunde}");
  expect(pageText()).toContain("Danke, Erika Muster!");
  expect(pageText()).toContain("{kunde} is no placeholder");
  click("Done");
  expect(pageText()).toContain("3 of 200 replies");
  expect(pageText()).toContain("1 unsaved change");
});
