// @vitest-environment node
import { describe, expect, test } from "vitest";

import type { SessionSummary } from "../lib/protocol.generated";
import { arranged, isFiltering, nextOrder, noFilter, type Filter, type Order } from "./rows";
import { anna, ben, row } from "./testing/fake-desk";

const invitations = [{ agent: anna, by: null, takes_over: false }];
const rows: SessionSummary[] = [
  row("theirs", { phase: "chatting", customer: "Änne", agents: [ben], waiting_since: 1 }),
  row("mine", { phase: "chatting", customer: "Zoe", agents: [anna], waiting_since: 2 }),
  row("young", { customer: "bert", waiting_since: 400, queue: "printers" }),
  row("old", { customer: "Ada", waiting_since: 300, language: "de" }, { question: "Toner?" }),
  row("invited", { customer: "Cem", waiting_since: 500, invitations }),
  row("left", { customer: "Nora", waiting_since: 100 }, { mode: "message", email: "n@x.test" }),
];

function ids(filter: Partial<Filter> = {}, order: Order = { column: null, descending: false }) {
  const by = { filter: { ...noFilter, ...filter }, order, me: "anna", language: "de" as const };
  return arranged(rows, { ...by, queueName: (queue) => queue }).map(({ id }) => id);
}

describe("order", () => {
  test("without a column the most urgent come first", () => {
    expect(ids()).toEqual(["invited", "old", "young", "left", "mine", "theirs"]);
  });

  test("names are sorted as people do, and backwards", () => {
    const up = ["old", "theirs", "young", "invited", "left", "mine"];
    expect(ids({}, { column: "customer", descending: false })).toEqual(up);
    expect(ids({}, { column: "customer", descending: true })).toEqual([...up].reverse());
  });

  test("by waiting time who does not wait comes at the short end", () => {
    const longest = ids({}, { column: "waiting", descending: true });
    expect(longest).toEqual(["left", "old", "young", "invited", "mine", "theirs"]);
    const shortest = ids({}, { column: "waiting", descending: false });
    expect(shortest.slice(2)).toEqual(["invited", "young", "old", "left"]);
  });

  test("a head sorts upwards, downwards, and lets go", () => {
    const up = nextOrder({ column: null, descending: false }, "queue");
    const down = nextOrder(up, "queue");
    expect([up, down, nextOrder(down, "queue")]).toEqual([
      { column: "queue", descending: false },
      { column: "queue", descending: true },
      { column: null, descending: false },
    ]);
    expect(nextOrder(down, "state")).toEqual({ column: "state", descending: false });
  });
});

describe("filter", () => {
  test.each([
    [{ text: "toner" }, ["old"]],
    [{ text: "N@X" }, ["left"]],
    [{ text: "ben änne" }, ["theirs"]],
    [{ text: "änne toner" }, []],
    [{ queue: "printers" }, ["young"]],
    [{ state: "message" }, ["left"]],
    [{ state: "chatting" }, ["mine", "theirs"]],
    [{ mine: true }, ["mine"]],
  ] as [Partial<Filter>, string[]][])("%j shows %j", (filter, expected) => {
    expect(ids(filter)).toEqual(expected);
    expect(isFiltering({ ...noFilter, ...filter })).toBe(true);
  });

  test("no filter is none", () => expect(isFiltering({ ...noFilter, text: "  " })).toBe(false));
});
