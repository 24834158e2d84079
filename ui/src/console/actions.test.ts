// @vitest-environment node
import { describe, expect, test } from "vitest";

import { stateAt } from "../lib/log/testing/fake-portal";
import type { SessionState } from "../lib/protocol.generated";
import { actionsFor } from "./actions";

const me = "anna";
const mine: Partial<SessionState> = { agents: [{ id: me, name: "Anna" }] };
const theirs: Partial<SessionState> = { agents: [{ id: "ben", name: "Ben" }] };

describe("actions", () => {
  test.each([
    ["nothing chosen", null, ["noSelection", "noSelection", "noSelection"]],
    ["waiting", { phase: "waiting" }, [null, "takeFirst", "takeFirst"]],
    ["mine", { ...mine }, ["takenAlready", null, null]],
    ["another's", { ...theirs }, ["takenAlready", "takenAlready", "takenAlready"]],
    ["upgrading", { ...mine, phase: "upgrading" }, ["takenAlready", "upgrading", null]],
    ["standard", { ...mine, phase: "standard" }, ["takenAlready", "standard", null]],
    [
      "refused",
      { ...mine, upgrade: "app_joined", consent: "refused" },
      ["takenAlready", null, null],
    ],
    ["ended", { ...mine, phase: "ended" }, ["ended", "ended", "ended"]],
  ] as [string, Partial<SessionState> | null, (string | null)[]][])("%s", (_, part, reasons) => {
    const state = part && stateAt(1, part);
    expect(actionsFor(state, me, true).map((action) => action.reason)).toEqual(reasons);
  });

  test("nothing can be done without a connection", () => {
    const reasons = actionsFor(stateAt(1, mine), me, false).map((action) => action.reason);
    expect(reasons).toEqual(["offline", "offline", "offline"]);
  });
});
