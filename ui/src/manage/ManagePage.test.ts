import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clear, pageText, show } from "../lib/components/testing";
import { session } from "../lib/log/testing/fake-portal";
import type { ReportRow } from "../lib/protocol.generated";
import { eventually } from "../lib/testing/eventually";
import ManagePage from "./ManagePage.svelte";

let may: boolean;
let asked: string[];

const row: ReportRow = {
  id: session,
  customer: "Erika",
  email: null,
  question: "Why?",
  queue: "general",
  mode: "web",
  language: "en",
  agents: [{ id: "a", name: "Anna" }],
  started_at: 0,
  first_joined_at: 5_000,
  ended_at: 70_000,
  end_reason: "agent",
  messages: 2,
  files: 0,
  upgraded: false,
  shared: false,
  sharing_ms: 0,
  picture: null,
  outcome: "unknown",
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
    if (path.includes("/reports/sessions?")) {
      return Promise.resolve(Response.json({ rows: [row], next: null, total: 1 }));
    }
    if (path.includes("/reports/figures")) return Promise.resolve(Response.json({ agents: [] }));
    const assessment = { outcome: "unknown", note: "" };
    const empty = { handoffs: [], consents: [], facts: {}, terms_accepted: false, state: {} };
    return Promise.resolve(Response.json({ row, events, assessment, ...empty }));
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
  await eventually(() => expect(pageText()).toContain("may not open session reports"));
  expect(asked.some((path) => path.includes("/reports"))).toBe(false);
});

test("others see the list", async () => {
  may = true;
  show(ManagePage, {});
  await eventually(() => expect(pageText()).toContain("Erika"));
  expect(pageText()).toContain("1 min 5 s");
});

test("a report tells facts, transcript and the whole log, as text", async () => {
  may = true;
  location.hash = `#/sessions/${session}`;
  show(ManagePage, {});
  await eventually(() => expect(pageText()).toContain("Session with Erika"));
  expect(pageText()).toContain("Erika started a chat (queue: general)");
  expect(pageText()).toContain("Erika: <b>Hello</b>");
  expect(pageText()).toContain("Chat only");
});
