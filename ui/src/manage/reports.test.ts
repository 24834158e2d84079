import { expect, test } from "vitest";

import { session } from "../lib/log/testing/fake-portal";
import {
  boundsOf,
  dayOf,
  dayText,
  daysIn,
  exportQuery,
  figuresQuery,
  noFilter,
  queryOf,
  reportHash,
  reportPlace,
  type Filter,
} from "./reports";

const noon = new Date(2026, 10, 22, 12).getTime();
const full: Filter = {
  span: "custom",
  from: "2026-11-01",
  to: "2026-11-22",
  queue: "printers",
  agent: "a-1",
  outcome: "resolved",
  mode: "phone",
  text: "Müller & Söhne",
  sort: "waiting",
  order: "ascending",
  before: "abc",
};
/** The part of an address behind `#/reports/`. */
const rest = (hash: string) => hash.replace("#/reports/", "");

test("an address keeps the whole filter", () => {
  expect(reportPlace(rest(reportHash("list", full)))).toEqual({ page: "list", filter: full });
  expect(reportHash("figures", noFilter)).toBe("#/reports/figures");
  expect(reportPlace("figures")).toEqual({ page: "figures", filter: noFilter });
  expect(reportPlace("")).toEqual({ page: "list", filter: noFilter });
});

test("a session's address leads to its report, the older one too", () => {
  expect(reportPlace(`sessions/${session}`)).toEqual({ page: "session", session });
  expect(reportPlace(session)).toEqual({ page: "session", session });
  for (const other of ["sessions/", "sessions/../agents", `sessions/${session}/x`]) {
    expect(reportPlace(other).page).toBe("list");
  }
});

test("nonsense in an address says nothing", () => {
  const query = "span=custom&from=2026-02-31&to=x&outcome=great&mode=<b>&sort=id&order=up";
  expect(reportPlace(`list?${query}`)).toEqual({ page: "list", filter: noFilter });
});

test("spans end with today and begin with a day", () => {
  const month = boundsOf(noFilter, noon);
  expect(dayText(month.from)).toBe("2026-10-24");
  expect(dayText(month.to - 1)).toBe("2026-11-22");
  expect(daysIn(month.from, month.to)).toBe(30);
  const today = boundsOf({ ...noFilter, span: "today" }, noon);
  expect([dayText(today.from), daysIn(today.from, today.to)]).toEqual(["2026-11-22", 1]);
  const custom = boundsOf(full, noon);
  expect([dayText(custom.from), dayText(custom.to)]).toEqual(["2026-11-01", "2026-11-23"]);
});

test("a day begins at midnight of this place, in summer too", () => {
  for (const day of ["2026-03-29", "2026-10-25", "2026-07-01"]) {
    const at = dayOf(day) ?? 0;
    expect(new Date(at).getHours()).toBe(0);
    expect(dayText(at)).toBe(day);
    expect(dayText((dayOf(day, 1) ?? 0) - 1)).toBe(day);
  }
  for (const bad of ["", "2026-13-01", "2026-02-30", "26-1-1", "1900-01-01"]) {
    expect(dayOf(bad)).toBeNull();
  }
});

test("the portal is asked for what was chosen, and for nothing else", () => {
  const query = Object.fromEntries(queryOf(full, noon));
  expect(query).toMatchObject({
    queue: "printers",
    agent: "a-1",
    outcome: "resolved",
    mode: "phone",
    text: "Müller & Söhne",
    sort: "waiting",
    order: "ascending",
    before: "abc",
  });
  expect([...queryOf({ ...noFilter, text: "  " }, noon).keys()]).toEqual(["from", "to"]);
  expect([...figuresQuery(full, noon).keys()]).toEqual(["from", "to", "queue", "agent", "zone"]);
  const file = exportQuery(full, noon, "de");
  expect([file.get("before"), file.get("lang"), file.has("zone")]).toEqual([null, "de", true]);
});
