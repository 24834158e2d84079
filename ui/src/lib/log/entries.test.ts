import { describe, expect, test } from "vitest";

import type { Author, Event, EventBody } from "../protocol.generated";
import { de } from "../texts/de";
import { en } from "../texts/en";
import { entriesOf, unlogged } from "./entries";
import type { Pending } from "./outbox";
import { session } from "./testing/fake-portal";

const web: Author = { role: "customer", via: "web" };
const app: Author = { role: "customer", via: "app" };
const anna: Author = { role: "agent", id: "a", name: "Anna" };

function log(...entries: [Author, EventBody, number?][]): Event[] {
  return entries.map(
    ([author, body, at], index) =>
      ({ session, seq: index + 1, at: at ?? 0, author, ...body }) as Event,
  );
}

const started: EventBody = {
  kind: "session_started",
  customer: "Erika",
  question: "Why?",
  queue: "general",
  language: "de",
  mode: "web",
  facts: {},
  terms_accepted: false,
  web_chat_off: false,
};
const say = (text: string): EventBody => ({ kind: "message", text });

describe("entries", () => {
  test("the question opens the conversation as the customer's first message", () => {
    const entries = entriesOf(
      log([web, started], [anna, { kind: "agent_joined" }]),
      en.logForCustomer,
      en,
    );
    expect(entries).toMatchObject([
      { kind: "message", side: "customer", name: "Erika", text: "Why?", first: true },
      { kind: "notice", text: "Anna is here to help you" },
    ]);
  });

  test("messages of one person in one window run together, for a while", () => {
    const entries = entriesOf(
      log(
        [web, started],
        [anna, say("1")],
        [anna, say("2"), 1_000],
        [anna, say("3"), 400_000],
        [web, say("4")],
        [app, say("5")],
      ),
      en.log,
      en,
    ).filter((entry) => entry.kind === "message");
    expect(entries.map((entry) => entry.first)).toEqual([true, true, false, true, true, true]);
  });

  test("what a reader need not know is left out, the rest is told in both languages", () => {
    const handoff = "h";
    const events = log(
      [anna, { kind: "upgrade_offered", handoff, chat_after: "both" }],
      [{ role: "portal" }, { kind: "opener_fetched", handoff, system: "linux" }],
      [{ role: "portal" }, { kind: "handoff_refused", reason: "code_used" }],
      [app, { kind: "app_joined", handoff, system: "windows", version: "1.2.3" }],
      [app, { kind: "consent_asked" }],
      [app, { kind: "consent_refused", reason: "no_answer" }],
      [anna, { kind: "sharing_stopped" }],
      [anna, { kind: "session_ended", reason: "agent" }],
    );
    const customer = entriesOf(events, de.logForCustomer, de).map((entry) => entry.kind);
    expect(customer).toEqual(["upgrade", ...Array<string>(6).fill("notice")]);
    const told = entriesOf(events, en.log, en).map((entry) => ("text" in entry ? entry.text : ""));
    expect(told).toEqual([
      "",
      "The opener was downloaded (Linux)",
      `A hand-off was refused: ${en.errors.code_used}`,
      "Corporate Customer 1.2.3 joined (Windows)",
      "The customer is asked for consent to see the screen",
      "The customer did not answer in time: the screen is not shared",
      "Anna stopped sharing",
      "Anna ended the session",
    ]);
  });

  test("an event of a kind to come is passed over", () => {
    const future = { session, seq: 1, at: 0, author: web, kind: "hologram" } as unknown as Event;
    expect(entriesOf([future], en.log, en)).toEqual([]);
  });
});

describe("unlogged", () => {
  const pending = (
    id: string,
    text: string,
    after: number,
    more: Partial<Pending> = {},
  ): Pending => ({
    id,
    body: { kind: "say", text },
    after,
    at: 0,
    ...more,
  });

  test("an event hides one pending message with its text, not two", () => {
    const events = log([web, say("ok")], [web, say("ok")]);
    const waiting = [pending("a", "ok", 1), pending("b", "ok\r\n", 1)];
    expect(unlogged(waiting, events, () => true).map((item) => item.id)).toEqual(["b"]);
  });

  test("events from before, from others, and refused messages hide nothing", () => {
    const events = log([web, say("ok")], [anna, say("ok")]);
    const mine = (event: Event) => event.author.role === "customer";
    const waiting = [pending("a", "ok", 1), pending("b", "ok", 0, { refused: "not_now" })];
    expect(unlogged(waiting, events, mine)).toEqual(waiting);
  });

  test("only messages are shown", () => {
    const end: Pending = { id: "a", body: { kind: "end" }, after: 0, at: 0 };
    expect(unlogged([end], [], () => true)).toEqual([]);
  });
});
