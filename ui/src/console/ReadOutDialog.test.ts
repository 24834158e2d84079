// The dialog with the code that an agent reads out: what it asks the portal for, what it shows, and
// when it goes.
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clear, click, pageText, show } from "../lib/components/testing";
import type { EventBody, Language } from "../lib/protocol.generated";
import type { OpenSession } from "./open-session.svelte";
import ReadOutDialog from "./ReadOutDialog.svelte";
import { fakeUpgrade } from "./testing/fake-upgrade.svelte";

let posted: string[];
let answer: () => Response;
const onclose = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  onclose.mockReset();
  posted = [];
  answer = () => Response.json({ code: "K7QM-2XRB-9TFD", expires_at: Date.now() + 600_000 });
  vi.stubGlobal("fetch", (path: string) => {
    posted.push(path);
    return Promise.resolve(answer());
  });
});
afterEach(async () => {
  await clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open(language: Language = "en") {
  const session = fakeUpgrade("joerg", language);
  show(ReadOutDialog, { session: session as unknown as OpenSession, onclose });
  await settled();
  return session;
}

async function settled() {
  await vi.advanceTimersByTimeAsync(0);
  flushSync();
}

const started: EventBody = { kind: "opener_started", handoff: "h", system: "linux" };
const groups = () =>
  [...document.querySelectorAll("li")].map((group) =>
    group.textContent.replace(/\s+/g, " ").trim(),
  );

test("it makes one code and spells it in the customer's language, with the portal's address", async () => {
  await open("de");
  expect(posted).toEqual(["/api/v1/sessions/joerg/handoff?as=agent"]);
  expect(groups()[0]).toBe("K Köln 7 Q Quickborn M München");
  expect(groups()).toHaveLength(3);
  expect(document.querySelector("small")?.lang).toBe("de");
  expect(pageText()).toContain(`The opener must name this portal: ${location.host}`);
  expect(pageText()).toContain("10:00");
});

test("it counts down, and a new code comes where one is too old", async () => {
  await open();
  await vi.advanceTimersByTimeAsync(90_000);
  flushSync();
  expect(pageText()).toContain("8:30");
  await vi.advanceTimersByTimeAsync(510_000);
  flushSync();
  expect(pageText()).toContain("This code has expired.");
  click("Make a new code");
  await settled();
  expect(posted).toHaveLength(2);
  expect(pageText()).toContain("10:00");
});

test("it says when an opener has started, by whatever code, and goes when the upgrade has", async () => {
  const session = await open();
  const status = document.querySelector("[role=status]");
  expect(status?.textContent).toBe("");
  session.happen(started, { upgrade: "opener_started" });
  flushSync();
  expect(status?.textContent).toBe("An opener has started.");
  expect(document.querySelector("[role=status]")).toBe(status);
  expect(document.querySelector("[role=timer]")?.textContent).toContain("10:00");
  expect(document.querySelector("ol")?.classList).not.toContain("gone");
  expect(onclose).not.toHaveBeenCalled();
  session.happen({ kind: "upgrade_cancelled" }, { phase: "chatting", upgrade: null });
  flushSync();
  expect(onclose).toHaveBeenCalled();
});

test("a new code can be made where the opener that started took another one", async () => {
  const session = await open();
  session.happen(started, { upgrade: "opener_started" });
  await vi.advanceTimersByTimeAsync(600_000);
  flushSync();
  click("Make a new code");
  await settled();
  expect(posted).toHaveLength(2);
});

test("it goes with the offer that its code was made for", async () => {
  const session = await open();
  session.happen(
    { kind: "upgrade_offered", handoff: "h2", chat_after: "both" },
    { upgrade: "offered", handoff: "h2" },
  );
  flushSync();
  expect(onclose).toHaveBeenCalledOnce();
});

test("an opener that ran before does not count", async () => {
  const session = fakeUpgrade("joerg", "en");
  session.happen(started, { upgrade: "opener_started" });
  show(ReadOutDialog, { session: session as unknown as OpenSession, onclose });
  await settled();
  expect(pageText()).not.toContain("An opener has started");
});

test("a refusal is told and can be tried again", async () => {
  answer = () => Response.json({ code: "rate_limited" }, { status: 429 });
  await open();
  expect(pageText()).toContain("too often");
  expect(groups()).toEqual([]);
});
