// The order and the choice of rows in the list view. Pure; used by the table and its filter.
import type {
  AgentId,
  Language,
  Phase,
  QueueId,
  SessionId,
  SessionSummary,
} from "../lib/protocol.generated";
import { isInvited, isMine } from "./actions";

export const columns = [
  "customer",
  "question",
  "queue",
  "waiting",
  "state",
  "mode",
  "language",
] as const;
export type Column = (typeof columns)[number];

/** By which column, and in which direction; without one the most urgent row is first. */
export interface Order {
  column: Column | null;
  descending: boolean;
}

export interface Filter {
  text: string;
  queue: QueueId | "";
  state: Phase | "message" | "";
  mine: boolean;
}

export const noFilter: Filter = { text: "", queue: "", state: "", mine: false };

const phases: Phase[] = ["waiting", "chatting", "upgrading", "standard", "ended"];

/** The order after a click on a column's head: upwards, downwards, by urgency again. */
export function nextOrder(order: Order, column: Column): Order {
  if (order.column !== column) return { column, descending: false };
  if (!order.descending) return { column, descending: true };
  return { column: null, descending: false };
}

/** The rows to show. */
export function arranged(
  rows: Iterable<SessionSummary>,
  by: {
    filter: Filter;
    order: Order;
    me: AgentId;
    language: Language;
    queueName: (queue: QueueId) => string;
  },
): SessionSummary[] {
  const wanted = words(by.filter.text);
  const kept = [...rows].filter((row) => fits(row, by.filter, by.me, wanted));
  const urgency = (a: SessionSummary, b: SessionSummary) =>
    rank(a, by.me) - rank(b, by.me) || since(a) - since(b) || order(a.id, b.id);
  const compare = comparison(by.order.column, by.language, by.queueName);
  const direction = by.order.descending ? -1 : 1;
  return kept.sort((a, b) => direction * compare(a, b) || urgency(a, b));
}

/** Whether anything is filtered out. */
export function isFiltering(filter: Filter): boolean {
  return filter.mine || filter.queue !== "" || filter.state !== "" || filter.text.trim() !== "";
}

function fits(row: SessionSummary, filter: Filter, me: AgentId, wanted: string[]): boolean {
  if (filter.mine && !isMine(row.state, me)) return false;
  if (filter.queue !== "" && row.queue !== filter.queue) return false;
  if (filter.state === "message" && row.mode !== "message") return false;
  if (filter.state !== "" && filter.state !== "message" && row.state.phase !== filter.state) {
    return false;
  }
  if (wanted.length === 0) return true;
  const agents = row.state.agents.map((agent) => agent.name);
  const text = [row.customer, row.question, row.email, ...agents].join(" ").toLocaleLowerCase();
  return wanted.every((word) => text.includes(word));
}

/** The words of a search, all of which must be there. */
export function words(text: string): string[] {
  return text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
}

function comparison(
  column: Column | null,
  language: Language,
  queueName: (queue: QueueId) => string,
): (a: SessionSummary, b: SessionSummary) => number {
  const { compare } = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  switch (column) {
    case "customer":
      return (a, b) => compare(a.customer, b.customer);
    case "question":
      return (a, b) => compare(a.question ?? "", b.question ?? "");
    case "queue":
      return (a, b) => compare(queueName(a.queue), queueName(b.queue));
    case "waiting":
      return (a, b) => waitingFrom(b) - waitingFrom(a);
    case "state":
      return (a, b) => phases.indexOf(a.state.phase) - phases.indexOf(b.state.phase);
    case "mode":
      return (a, b) => order(a.mode, b.mode);
    case "language":
      return (a, b) => order(a.language, b.language);
    case null:
      return () => 0;
  }
}

/** Invited to first, then who waits, then left messages, then my sessions, then the others. */
function rank(row: SessionSummary, me: AgentId): number {
  if (isInvited(row.state, me)) return 0;
  if (row.state.phase === "waiting") return row.mode === "message" ? 2 : 1;
  return isMine(row.state, me) ? 3 : 4;
}

/** Since when it waits; for what does not wait, since when it exists. */
function since(row: SessionSummary): number {
  return row.state.phase === "waiting" ? row.state.waiting_since : row.started_at;
}

/** Who does not wait has waited for the shortest time of all. */
function waitingFrom(row: SessionSummary): number {
  return row.state.phase === "waiting" ? row.state.waiting_since : Number.MAX_SAFE_INTEGER;
}

function order(a: SessionId | string, b: SessionId | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
