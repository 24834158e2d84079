import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { AssessmentDraft } from "./assessment.svelte";

const calls: { method: string; body: unknown }[] = [];
let answer: (method: string) => Response | Promise<Response>;

beforeEach(() => {
  vi.useFakeTimers();
  calls.length = 0;
  answer = () => Response.json({ outcome: "unknown", note: "" });
  vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
    const body = typeof init.body === "string" ? (JSON.parse(init.body) as unknown) : null;
    calls.push({ method: init.method ?? "", body });
    return Promise.resolve(answer(init.method ?? ""));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const puts = () => calls.filter(({ method }) => method === "PUT").map(({ body }) => body);

test("what is kept is shown, and nothing is saved that nobody changed", async () => {
  answer = () => Response.json({ outcome: "resolved", note: "Toner" });
  const draft = new AssessmentDraft("s");
  await draft.load();
  await draft.save();
  expect([draft.outcome, draft.note, draft.standing]).toEqual(["resolved", "Toner", "clean"]);
  expect(puts()).toEqual([]);
});

test("a note is saved once, a moment after the last key", async () => {
  const draft = new AssessmentDraft("s");
  await draft.load();
  for (const note of ["N", "No", "Note "]) draft.change({ note });
  await vi.advanceTimersByTimeAsync(500);
  expect(puts()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(puts()).toEqual([{ outcome: "unknown", note: "Note" }]);
  expect(draft.standing).toBe("saved");
});

test("a change while it is being saved is saved as well", async () => {
  const draft = new AssessmentDraft("s");
  await draft.load();
  let release = () => {};
  answer = () => new Promise((done) => (release = () => done(Response.json(null))));
  draft.change({ outcome: "resolved" });
  const first = draft.save();
  await vi.advanceTimersByTimeAsync(0);
  draft.change({ note: "later" });
  release();
  await first;
  expect(draft.standing).toBe("changed");
  answer = () => Response.json(null);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(puts().at(-1)).toEqual({ outcome: "resolved", note: "later" });
});

test("what could not be saved stays and is saved on request", async () => {
  const draft = new AssessmentDraft("s");
  await draft.load();
  answer = () => Response.json({ code: "unavailable" }, { status: 503 });
  draft.change({ note: "kept" });
  await draft.save();
  expect([draft.standing, draft.failure, draft.note]).toEqual(["failed", "unavailable", "kept"]);
  answer = () => Response.json(null);
  await draft.save();
  expect(draft.standing).toBe("saved");
});

test("a note that is too long is not sent", async () => {
  const draft = new AssessmentDraft("s");
  draft.change({ note: "x".repeat(4_001) });
  await vi.advanceTimersByTimeAsync(5_000);
  expect([draft.left, puts()]).toEqual([-1, []]);
});
