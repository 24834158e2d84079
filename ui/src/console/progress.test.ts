// @vitest-environment node
import { describe, expect, test } from "vitest";

import { session } from "../lib/log/testing/fake-portal";
import { stateAt } from "../lib/testing/samples";
import type { ErrorCode, Event, EventBody, SessionState } from "../lib/protocol.generated";
import { afterConsent, machineOf, setbacksOf, stepSince, stepsOf } from "./progress";

const log = (...bodies: EventBody[]) =>
  bodies.map((body, index) => {
    const author = { role: "portal" } as const;
    return { session, seq: index + 1, at: 0, author, ...body } as Event;
  });

describe("steps", () => {
  test.each([
    [{ upgrade: "offered" }, "opener_fetched"],
    [{ upgrade: "opener_fetched" }, "opener_started"],
    [{ upgrade: "opener_started" }, "app_joined"],
    [{ upgrade: "app_joined" }, "asked"],
    [{ upgrade: "app_joined", consent: "asked" }, "asked"],
    [{ upgrade: "app_joined", consent: "given" }, "sharing"],
    [{ upgrade: "app_joined", consent: "given", sharing: "on" }, undefined],
  ] as [Partial<SessionState>, string | undefined][])("at %j, %s comes next", (part, current) => {
    const steps = stepsOf(stateAt(1, part));
    expect(steps.find((step) => step.standing === "current")?.name).toBe(current);
  });
});

describe("after the question for consent", () => {
  const refused = { kind: "consent_refused", reason: "no_answer" } as const;
  const here = { upgrade: "app_joined", consent: "refused" } as const;

  test("the latest answer counts", () => {
    expect(afterConsent(stateAt(1, here), log(refused))).toBe("no_answer");
    const events = log(refused, { kind: "sharing_stopped" });
    expect(afterConsent(stateAt(1, here), events)).toBe("stopped");
    expect(afterConsent(stateAt(1, here), log())).toBeNull();
  });

  test("nothing is said while the question stands or without the app", () => {
    expect(afterConsent(stateAt(1, { ...here, phase: "standard" }), log(refused))).toBeNull();
    expect(afterConsent(stateAt(1, { upgrade: null }), log(refused))).toBeNull();
  });
});

test("the machine is known from the opener and better from the app", () => {
  const opener = { kind: "opener_fetched", handoff: "h", system: "windows" } as const;
  const app = { kind: "app_joined", handoff: "h", system: "linux", version: "1.0.0" } as const;
  expect(machineOf(log())).toEqual({ system: null, version: null });
  expect(machineOf(log(opener))).toEqual({ system: "windows", version: null });
  expect(machineOf(log(opener, app))).toEqual({ system: "linux", version: "1.0.0" });
});

test("a step lasts since the last thing that happened on the way", () => {
  const fetched = { kind: "opener_fetched", handoff: "h", system: "linux" } as const;
  const events = log({ kind: "agent_joined" }, fetched, { kind: "message", text: "?" });
  expect(stepSince(events.map((event) => ({ ...event, at: event.seq * 10 })))).toBe(20);
  expect(stepSince(log({ kind: "agent_joined" }))).toBeNull();
});

test("refused and unused codes of the latest offer are told, the newest three", () => {
  const offered = { kind: "upgrade_offered", handoff: "h", chat_after: "both" } as const;
  const refused = (reason: ErrorCode) => ({ kind: "handoff_refused", reason }) as const;
  const expired = { kind: "code_expired", handoff: "h" } as const;
  const events = log(offered, refused("code_used"), offered, refused("code_expired"), expired);
  expect(setbacksOf(events)).toMatchObject([
    { seq: 4, reason: "code_expired" },
    { seq: 5, reason: null },
  ]);
  expect(setbacksOf(log(offered))).toEqual([]);
  const many = [refused("code_used"), refused("code_used"), refused("ticket_used"), expired];
  expect(setbacksOf(log(offered, ...many)).map(({ seq }) => seq)).toEqual([3, 4, 5]);
});
