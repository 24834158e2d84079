import { expect, test } from "vitest";

import { hashOf, isAnchor, openTo, placeOf, type Rights } from "./place";

const who = (roles: string[], may_open_reports: boolean): Rights => ({
  id: "a",
  roles,
  may_open_reports,
});

test("sections follow from roles and from the right to reports, each by itself", () => {
  expect(openTo(who(["agent"], false))).toEqual([]);
  expect(openTo(who(["agent"], true))).toEqual(["reports"]);
  expect(openTo(who(["manager"], false))).not.toContain("reports");
  expect(openTo(who(["manager"], false))).toHaveLength(8);
  expect(openTo(who(["administrator"], true))).toHaveLength(9);
});

test.each([
  ["#/agents/new", { section: "agents", rest: "new" }],
  ["#reports/abc", { section: "reports", rest: "abc" }],
  ["#/sessions/abc", { section: "reports", rest: "abc" }],
  ["#/audit", { section: "audit", rest: "" }],
  ["", null],
  ["#/", null],
  ["#/nowhere", null],
])("the address %s leads to %j", (hash, place) => {
  expect(placeOf(hash)).toEqual(place);
});

test("an address leads back to its place, and the skip link is none", () => {
  expect(placeOf(hashOf("queues"))).toEqual({ section: "queues", rest: "" });
  expect(placeOf(hashOf("agents", "x"))).toEqual({ section: "agents", rest: "x" });
  expect(isAnchor("#content")).toBe(true);
});
