// @vitest-environment node
import { describe, expect, test } from "vitest";

import { stateAt } from "../lib/testing/samples";
import type { Mode, SessionState } from "../lib/protocol.generated";
import { actionsFor, type ActionName, type Circumstances, type Reason } from "./actions";

const me = "anna";
const anna = { id: me, name: "Anna" };
const ben = { id: "ben", name: "Ben" };
const mine: Partial<SessionState> = { agents: [anna] };

type Part = Partial<SessionState> & { mode?: Mode };
const names = ["take", "handOver", "invite", "leave", "upgrade", "end", "outcome"] as const;

function reasons(part: Part | null, more: Partial<Circumstances> = {}) {
  const session = part && { state: stateAt(1, part), mode: part.mode ?? "queue" };
  const now = { session, me, online: true, reachable: true, phone: true, news: false, ...more };
  return Object.fromEntries(actionsFor(now).map(({ name, reason }) => [name, reason])) as Record<
    ActionName,
    Reason | null
  >;
}

describe("actions", () => {
  const invited = { agent: anna, by: "ben", takes_over: false };
  const row = (part: Part | null) => names.map((name) => reasons(part)[name]);
  const no = (reason: Reason) => names.map(() => reason);
  const notTaken = [null, ...Array<Reason>(6).fill("takeFirst")];

  test.each([
    ["nothing chosen", null, no("noSelection")],
    ["waiting", { phase: "waiting" }, notTaken],
    ["another's", { agents: [ben] }, no("takenAlready")],
    ["invited", { agents: [ben], invitations: [invited] }, notTaken],
    ["mine", mine, ["takenAlready", null, null, "alone", null, null, null]],
    ["ours", { agents: [anna, ben] }, ["takenAlready", null, null, null, null, null, null]],
    [
      "upgrading",
      { ...mine, phase: "upgrading" },
      ["takenAlready", null, null, "alone", "upgrading", null, null],
    ],
    [
      "standard",
      { ...mine, phase: "standard" },
      ["takenAlready", null, null, "alone", "standard", null, null],
    ],
    [
      "refused",
      { ...mine, upgrade: "app_joined", consent: "refused" },
      ["takenAlready", null, null, "alone", null, null, null],
    ],
    [
      "a message that was left",
      { ...mine, mode: "message" },
      ["takenAlready", null, null, "alone", "leftMessage", null, null],
    ],
    ["ended", { ...mine, phase: "ended" }, [...Array<Reason>(6).fill("ended"), null]],
  ] as [string, Part | null, (Reason | null)[]][])("%s", (_, part, expected) => {
    expect(row(part)).toEqual(expected);
  });

  test("without a connection only the note can be written", () => {
    const off = reasons(mine, { online: false });
    expect(names.map((name) => off[name])).toEqual([...Array<Reason>(6).fill("offline"), null]);
    expect(off.phoneCode).toBeNull();
    expect(reasons(mine, { reachable: false }).phoneCode).toBe("offline");
  });

  test("phone codes need no session, but the account's leave", () => {
    expect(reasons(null).phoneCode).toBeNull();
    expect(reasons(null, { phone: false }).phoneCode).toBe("phoneOff");
  });

  test("news can be visited where there are any", () => {
    expect(reasons(null).nextUnread).toBe("nothingNew");
    expect(reasons(null, { news: true }).nextUnread).toBeNull();
  });

  test("no shortcut is another's, nor one of Chromium's or Edge's", () => {
    const now = { session: null, me, online: true, reachable: true, phone: true, news: false };
    const codes = actionsFor(now).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const taken of ["KeyA", "KeyB", "KeyI", "KeyT"]) expect(codes).not.toContain(taken);
  });
});
