import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clear, pageText, show } from "../lib/components/testing";
import { session } from "../lib/log/testing/fake-portal";
import ManagePage from "./ManagePage.svelte";

let may: boolean;
let asked: string[];

const summary = {
  id: session,
  customer: "Erika",
  queue: "general",
  agents: ["Anna"],
  started_at: 0,
  ended_at: 65_000,
  messages: 2,
};
const base = { session, at: 0 };
const web = { role: "customer", via: "web" };
const events = [
  {
    ...base,
    seq: 1,
    author: web,
    kind: "session_started",
    customer: "Erika",
    question: "Why?",
    queue: "general",
    language: "en",
    mode: "web",
  },
  { ...base, seq: 2, author: web, kind: "message", text: "<b>Hello</b>" },
];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    if (path.endsWith("/me")) {
      const roles = ["agent"];
      const agent = { id: "a", name: "Anna", email: "a@x", roles, may_open_reports: may };
      return Promise.resolve(Response.json(agent));
    }
    if (path.endsWith("/portal")) {
      return Promise.resolve(Response.json({ company: "Muster", queues: [], version: "1" }));
    }
    if (path.endsWith("/reports/sessions")) {
      return Promise.resolve(Response.json({ sessions: [summary] }));
    }
    return Promise.resolve(Response.json({ summary, events, state: {} }));
  });
});
afterEach(async () => {
  await clear();
  location.hash = "";
  vi.unstubAllGlobals();
});

test("an agent without the right reads a clear sentence and nothing else", async () => {
  may = false;
  show(ManagePage, {});
  await vi.waitFor(() => expect(pageText()).toContain("may not open session reports"));
  expect(asked.some((path) => path.includes("/reports"))).toBe(false);
});

test("others see the list", async () => {
  may = true;
  show(ManagePage, {});
  await vi.waitFor(() => expect(pageText()).toContain("Erika"));
  expect(pageText()).toContain("1:05");
});

test("a report tells facts, transcript and the whole log, as text", async () => {
  may = true;
  location.hash = `#/sessions/${session}`;
  show(ManagePage, {});
  await vi.waitFor(() => expect(pageText()).toContain("Session with Erika"));
  expect(pageText()).toContain("Erika started a chat (queue: general)");
  expect(pageText()).toContain("Erika: <b>Hello</b>");
  expect(pageText()).toContain("Chat only");
});
