// Which sessions a report page shows: the filter as its address keeps it and as the portal is asked
// for it. Pure. An address that says nonsense says nothing.
import { zone } from "../lib/locale";
import type { Mode, Outcome, ReportOrder, ReportSort, SessionId } from "../lib/protocol.generated";

/** The spans that can be chosen; `custom` has days of its own. */
export const spans = ["today", "week", "month", "quarter", "year", "custom"] as const;
export type Span = (typeof spans)[number];
export const outcomes: readonly Outcome[] = ["resolved", "unresolved", "unknown"];
export const modes: readonly Mode[] = ["web", "queue", "phone", "message"];
export const sorts: readonly ReportSort[] = [
  "started",
  "customer",
  "waiting",
  "handling",
  "messages",
];

/** What the person has chosen; an empty string stands for all. */
export interface Filter {
  span: Span;
  /** Days as `2026-11-22`, for `custom` only. */
  from: string;
  to: string;
  queue: string;
  agent: string;
  outcome: Outcome | "";
  mode: Mode | "";
  text: string;
  sort: ReportSort;
  order: ReportOrder;
  /** The place where a page of the list begins. */
  before: string;
}

/** Where in the reports an address leads. */
export type ReportPlace =
  { page: "session"; session: SessionId } | { page: "list" | "figures"; filter: Filter };

export const noFilter: Filter = {
  span: "month",
  from: "",
  to: "",
  queue: "",
  agent: "",
  outcome: "",
  mode: "",
  text: "",
  sort: "started",
  order: "descending",
  before: "",
};

const dayMs = 86_400_000;

/** The place that the part of an address behind `#/reports/` names. */
export function reportPlace(rest: string): ReportPlace {
  const session = /^(?:sessions\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(rest)?.[1];
  if (session !== undefined) return { page: "session", session };
  const [page = "", query = ""] = rest.split("?", 2);
  return { page: page === "figures" ? "figures" : "list", filter: filterOf(query) };
}

/** The address of a page with a filter. */
export function reportHash(page: "list" | "figures", filter: Filter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter) as [keyof Filter, string][]) {
    const custom = filter.span === "custom" || (name !== "from" && name !== "to");
    if (value !== "" && value !== noFilter[name] && custom) query.set(name, value);
  }
  return `#/reports/${page}${query.size > 0 ? `?${query}` : ""}`;
}

/** The address of a session's report. */
export const sessionHash = (session: SessionId): string => `#/reports/sessions/${session}`;

function filterOf(text: string): Filter {
  const query = new URLSearchParams(text);
  const said = (name: string, most = 100) => (query.get(name) ?? "").slice(0, most);
  const one = <Word extends string>(name: string, known: readonly Word[], other: Word): Word =>
    known.find((word) => word === query.get(name)) ?? other;
  const day = (name: string) => (dayOf(said(name)) === null ? "" : said(name));
  const [from, to] = [day("from"), day("to")];
  const span = one("span", spans, noFilter.span);
  return {
    span: span === "custom" && from === "" && to === "" ? noFilter.span : span,
    from: span === "custom" ? from : "",
    to: span === "custom" ? to : "",
    queue: said("queue"),
    agent: said("agent"),
    outcome: one<Outcome | "">("outcome", outcomes, ""),
    mode: one<Mode | "">("mode", modes, ""),
    text: said("text"),
    sort: one("sort", sorts, noFilter.sort),
    order: one<ReportOrder>("order", ["ascending", "descending"], noFilter.order),
    before: said("before", 1000),
  };
}

/** The first moment of a day as `2026-11-22` in this place's time; null for what is no day. */
export function dayOf(text: string, add = 0): number | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return null;
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  if (date.getMonth() !== Number(month) - 1 || Number(year) < 1970) return null;
  date.setDate(date.getDate() + add);
  return date.getTime();
}

/** A moment's day as `2026-11-22` in this place's time. */
export function dayText(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** First moment and end of the chosen span. Spans that are not `custom` end with today. */
export function boundsOf(filter: Filter, now: number): { from: number; to: number } {
  const back: Record<Exclude<Span, "custom">, number> = {
    today: 0,
    week: 6,
    month: 29,
    quarter: 89,
    year: 364,
  };
  const today = dayText(now);
  const tomorrow = dayOf(today, 1) ?? now;
  if (filter.span !== "custom") {
    return { from: dayOf(today, -back[filter.span]) ?? now, to: tomorrow };
  }
  const to = dayOf(filter.to, 1) ?? tomorrow;
  return { from: dayOf(filter.from) ?? to - 30 * dayMs, to };
}

/** Days that a custom span holds, both ends counted. */
export const daysIn = (from: number, to: number): number => Math.round((to - from) / dayMs);

/** The query that asks the portal for these sessions. */
export function queryOf(filter: Filter, now: number): URLSearchParams {
  const { from, to } = boundsOf(filter, now);
  const query = new URLSearchParams({ from: String(from), to: String(to) });
  const named = { ...filter, text: filter.text.trim() };
  for (const name of ["queue", "agent", "outcome", "mode", "text", "before"] as const) {
    if (named[name] !== "") query.set(name, named[name]);
  }
  if (filter.sort !== noFilter.sort) query.set("sort", filter.sort);
  if (filter.order !== noFilter.order) query.set("order", filter.order);
  return query;
}

/** The query for the figures, which know fewer parts of the filter. */
export function figuresQuery(filter: Filter, now: number): URLSearchParams {
  const { queue, agent, span, from, to } = filter;
  const query = queryOf({ ...noFilter, queue, agent, span, from, to }, now);
  query.set("zone", zone());
  return query;
}

/** The query for an exported file. */
export function exportQuery(filter: Filter, now: number, language: string): URLSearchParams {
  const query = queryOf({ ...filter, before: "" }, now);
  query.set("lang", language);
  query.set("zone", zone());
  return query;
}
