import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { AgentSession } from "../lib/agent/agent.svelte";
import { clear, click, control, pageText, show } from "../lib/components/testing";
import { session } from "../lib/log/testing/fake-portal";
import type {
  Figures,
  ReportFigures,
  ReportPage,
  ReportRow,
  SessionReport,
} from "../lib/protocol.generated";
import { eventually } from "../lib/testing/eventually";
import ReportsSection from "./ReportsSection.svelte";
import { reportPlace } from "./reports";

const anna = { id: "00000000-0000-4000-8000-000000000001", name: "Anna Berg" };
const row: ReportRow = {
  id: session,
  customer: "<b>Erika</b>",
  email: "erika@example.test",
  question: "Why?",
  queue: "printers",
  mode: "queue",
  language: "de",
  agents: [anna],
  started_at: Date.now() - 600_000,
  first_joined_at: Date.now() - 570_000,
  ended_at: null,
  end_reason: null,
  messages: 1234,
  files: 1,
  upgraded: true,
  shared: false,
  sharing_ms: 0,
  picture: null,
  outcome: "resolved",
};
const spread = { count: 3, mean_ms: 40_000, p50_ms: 30_000, p90_ms: 90_000, longest_ms: 120_000 };
const some: Figures = {
  sessions: 4,
  answered: 3,
  abandoned: 1,
  waiting: spread,
  handling: { ...spread, count: 0 },
};
const figures: ReportFigures = {
  from: 0,
  to: 1,
  zone: "Europe/Berlin",
  all: some,
  upgraded: 1,
  shared: 0,
  messages: 9,
  files: 0,
  sharing_ms: 0,
  days: [
    { day: "2026-11-21", sessions: 1, abandoned: 1 },
    { day: "2026-11-22", sessions: 3, abandoned: 0 },
  ],
  hours: Array.from({ length: 24 }, (_, hour) => ({ hour, sessions: 0, abandoned: 0 })),
  queues: [{ queue: "printers", figures: some }],
  agents: [{ agent: anna, figures: some }],
  outcomes: [{ outcome: "resolved", sessions: 4 }],
  modes: [{ mode: "queue", sessions: 4 }],
};

let page: ReportPage;
let asked: URL[];
let answer: (url: URL) => Promise<Response> | null;

const went: [string, boolean | undefined][] = [];
const go = (hash: string, focus?: boolean) => went.push([hash, focus]);
const open = (rest: string) => show(ReportsSection, { rest, agents: new AgentSession(), go });
const lists = () => asked.filter((url) => url.pathname === "/api/v1/reports/sessions");

beforeEach(() => {
  page = { rows: [row], next: null, total: 1 };
  asked = [];
  went.length = 0;
  answer = () => null;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    const url = new URL(path, "http://portal.test");
    asked.push(url);
    const special = answer(url);
    if (special) return special;
    if (init.signal?.aborted) return Promise.reject(new DOMException("gone", "AbortError"));
    const body = url.pathname.endsWith("/figures") ? figures : page;
    return Promise.resolve(Response.json(body));
  });
});
afterEach(async () => {
  await clear();
  vi.unstubAllGlobals();
});

function choose(name: string, value: string) {
  const select = control<HTMLSelectElement>(name);
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
}

test("the list shows sessions as text and leads to their reports", async () => {
  open("");
  await eventually(() => expect(pageText()).toContain("<b>Erika</b>"));
  expect(document.querySelector("tbody b")).toBeNull();
  expect(control("Open report: <b>Erika</b>").getAttribute("href")).toBe(
    `#/reports/sessions/${session}`,
  );
  expect(pageText()).toContain("1 session");
  expect(pageText()).toContain("1,234");
  expect(pageText()).toContain("still going on");
  const csv = control("Save as CSV").getAttribute("href") ?? "";
  expect(csv).toMatch(/^\/api\/v1\/reports\/sessions\.csv\?from=\d+&to=\d+&lang=en&zone=/);
});

test("what is chosen is shown with the button, and kept in the address", async () => {
  open("");
  await eventually(() => expect(pageText()).toContain("Anna Berg"));
  choose("Agent", anna.id);
  choose("Outcome", "unresolved");
  expect(went).toEqual([]);
  click("Show");
  const [hash, focus] = went[0] ?? [""];
  expect(focus).toBe(false);
  expect(reportPlace(hash.replace("#/reports/", ""))).toMatchObject({
    filter: { agent: anna.id, outcome: "unresolved" },
  });
});

test("an address with a filter asks the portal for it", async () => {
  open("list?queue=printers&sort=waiting&order=ascending&before=abc");
  await eventually(() => expect(lists()).toHaveLength(1));
  const query = lists()[0]?.searchParams;
  expect([query?.get("queue"), query?.get("sort"), query?.get("before")]).toEqual([
    "printers",
    "waiting",
    "abc",
  ]);
  await eventually(() => expect(pageText()).toContain("First page"));
  const sorted = document.querySelector("[aria-sort]");
  expect([sorted?.textContent.trim(), sorted?.getAttribute("aria-sort")]).toEqual([
    "Waiting",
    "ascending",
  ]);
});

test("a column sorts, and sorts the other way at the second time", async () => {
  open("list?sort=waiting");
  await eventually(() => expect(pageText()).toContain("Erika"));
  click("Waiting");
  click("Customer");
  expect(went.map(([hash]) => hash)).toEqual([
    "#/reports/list?sort=waiting&order=ascending",
    "#/reports/list?sort=customer&order=ascending",
  ]);
});

test("days that go backwards are refused in words, at their field", () => {
  open("list?span=custom&from=2026-11-22&to=2026-11-01");
  click("Show");
  expect(went).toEqual([]);
  expect(document.querySelector("[role=alert]")?.textContent).toContain("not be after");
  expect(document.activeElement).toBe(control("From"));
  expect(control("From").getAttribute("aria-invalid")).toBe("true");
});

test("waiting for the portal can be given up, and begun again", async () => {
  let signal: AbortSignal | null = null;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) => {
    if (path.includes("/sessions?")) signal = init.signal ?? null;
    return new Promise(() => undefined);
  });
  open("");
  await eventually(() => expect(pageText()).toContain("being loaded"));
  click("Cancel loading");
  expect((signal as AbortSignal | null)?.aborted).toBe(true);
  expect(pageText()).toContain("was cancelled");
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(page)));
  click("Load again");
  await eventually(() => expect(pageText()).toContain("Erika"));
});

test("a failure has a sentence and a way on; nothing found is said", async () => {
  answer = (url) =>
    url.pathname.endsWith("/sessions") ? Promise.reject(new TypeError("no network")) : null;
  open("list?text=nobody");
  await eventually(() => expect(document.querySelector("[role=alert]")).not.toBeNull());
  answer = () => null;
  page = { rows: [], next: null, total: 0 };
  click("Load again");
  await eventually(() => expect(pageText()).toContain("No session fits this filter."));
});

test("more sessions than a file holds are told before", async () => {
  page = { rows: [row], next: "xyz", total: 12_345 };
  open("");
  await eventually(() => expect(pageText()).toContain("holds at most 10,000 sessions"));
  expect(control("Next page").getAttribute("href")).toBe("#/reports/list?before=xyz");
});

test("figures are told, drawn with a title, and there as a table", async () => {
  open("figures?queue=printers");
  await eventually(() => expect(pageText()).toContain("Sessions a day"));
  const chart = document.querySelector("svg[role=img]");
  expect(chart?.querySelector("title")?.textContent).toBe("Sessions a day");
  expect(chart?.querySelector("desc")?.textContent).toContain("4 sessions in all");
  expect(document.querySelector("details table")?.textContent).toContain("22 November 2026");
  const text = pageText();
  for (const told of ["30 s", "1 min 30 s", "no data", "Europe/Berlin", "25%", "Anna Berg"]) {
    expect(text).toContain(told);
  }
  const slider = control<HTMLInputElement>("Sessions a day: choose a column");
  slider.value = "1";
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  expect(slider.getAttribute("aria-valuetext")).toContain("3 sessions, 0 given up");
});

test("a report tells facts, people, steps, words, files and the note", async () => {
  const at = row.started_at;
  const base = { session, at };
  const agent = { role: "agent", ...anna } as const;
  const web = { role: "customer", via: "web" } as const;
  const file = { id: "f", name: "log.txt", bytes: 2_000, picture: null };
  const report: SessionReport = {
    row,
    state: {} as SessionReport["state"],
    assessment: { outcome: "resolved", note: "<i>Cable</i>" },
    facts: { browser: "Firefox 150", system: "Linux" },
    terms_accepted: true,
    handoffs: [],
    consents: [
      {
        seq: 4,
        asked_at: at,
        answered_at: at,
        answer: "declined",
        shared_from: null,
        shared_to: null,
        sharing_ms: 0,
        monitors: [],
        pauses: 0,
      },
    ],
    events: [
      {
        ...base,
        seq: 1,
        author: web,
        kind: "session_started",
        customer: row.customer,
        question: "Why?",
        queue: "printers",
        language: "de",
        mode: "queue",
        facts: {},
        terms_accepted: true,
        web_chat_off: false,
      },
      { ...base, seq: 2, author: agent, kind: "agent_joined" },
      { ...base, seq: 3, author: web, kind: "file_sent", file },
    ],
  };
  answer = () => Promise.resolve(Response.json(report));
  open(`sessions/${session}`);
  await eventually(() => expect(pageText()).toContain("Session with <b>Erika</b>"));
  const text = pageText();
  const all = ["Firefox 150", "erika@example.test", "joined at", "Consent refused", "Why?"];
  for (const told of [...all, "<i>Cable</i>", "agreed to", "Resolved"]) {
    expect(text).toContain(told);
  }
  expect(document.querySelector("i, dd b")).toBeNull();
  expect(control("Download log.txt").getAttribute("href")).toBe(
    `/api/v1/sessions/${session}/files/f?as=agent`,
  );
  for (const kind of ["txt", "csv", "json"]) {
    const href = control(`Save as ${kind.toUpperCase()}`).getAttribute("href");
    expect(href).toContain(`/api/v1/reports/sessions/${session}/report.${kind}?lang=en`);
  }
});
