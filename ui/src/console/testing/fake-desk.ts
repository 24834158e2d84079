// What the portal tells a console, for tests: rows, colleagues, logs. Answers the commands that the
// tests give as the portal would; owns nothing.
import type {
  AgentInSession,
  Author,
  Colleague,
  Event,
  EventBody,
  SessionState,
  SessionSummary,
} from "../../lib/protocol.generated";
import { stateAt } from "../../lib/testing/samples";

export const anna: AgentInSession = { id: "anna", name: "Anna" };
export const ben: AgentInSession = { id: "ben", name: "Ben" };

const portal = {
  company: "Example Ltd",
  version: "1",
  queues: [
    { id: "general", name: { de: "Allgemein", en: "General" } },
    { id: "printers", name: { de: "Drucker", en: "Printers" } },
  ],
  modes: { web: true, queue: true, phone: true, message: true },
};
const signedIn = { ...anna, email: "anna@demo.test", roles: ["agent"], may_open_reports: true };

/** What `GET /api/v1/portal` and `GET /api/v1/agents/me` answer. */
export const answers = { portal, signedIn };

export function colleague(agent: AgentInSession, part: Partial<Colleague> = {}): Colleague {
  const rest = { availability: "available", sessions: 1, most_sessions: 5, queues: [] } as const;
  return { ...agent, ...rest, queues: [], ...part };
}

export const stateOf = (part: Partial<SessionState> = {}): SessionState =>
  stateAt(1, {
    phase: "waiting",
    customer: "Clara Muster",
    waiting_since: Date.now() - 83_000,
    ...part,
  });

/** A row of the list; `part` goes into its state as well, where it belongs there. */
export function row(
  id: string,
  state: Partial<SessionState> = {},
  part: Partial<SessionSummary> = {},
): SessionSummary {
  const full = stateOf(state);
  return {
    id,
    customer: full.customer ?? "",
    question: "My invoice prints with the wrong logo. Can you help?",
    queue: full.queue ?? "general",
    mode: "queue",
    email: null,
    facts: { page: "https://shop.example.com/invoices", browser: "Firefox 150", system: "Windows" },
    language: full.language,
    started_at: full.waiting_since,
    changed_at: full.waiting_since,
    last_customer_seq: 1,
    state: full,
    ...part,
  };
}

export const byCustomer: Author = { role: "customer", via: "web" };
export const byAnna: Author = { role: "agent", ...anna };

/** A log that begins as the row says. */
export function logOf(of: SessionSummary, ...more: [Author, EventBody][]): Event[] {
  const started: EventBody = {
    kind: "session_started",
    customer: of.customer,
    question: of.question,
    queue: of.queue,
    language: of.language,
    mode: of.mode,
    email: of.email,
    facts: of.facts,
    terms_accepted: true,
    web_chat_off: false,
  };
  return [[byCustomer, started] as [Author, EventBody], ...more].map(
    ([author, body], index) =>
      ({
        session: of.id,
        seq: index + 1,
        at: of.started_at + index * 20_000,
        author,
        ...body,
      }) as Event,
  );
}
