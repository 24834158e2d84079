// A busy afternoon for tests in a browser: two own sessions, invitations, a left message, some who
// wait. Teaches a page server what the portal would say; owns nothing.
import type { SessionSummary } from "../../lib/protocol.generated";
import type { PageServer } from "../../lib/testing/page-server";
import type { TextSocket } from "../../lib/testing/text-socket";
import { anna, answers, ben, byAnna, byCustomer, colleague, logOf, row } from "./fake-desk";

/** This many sessions that wait, the longest first. */
export function manyRows(count: number): SessionSummary[] {
  return Array.from({ length: count }, (_, index) =>
    row(
      `w${index}`,
      {
        customer: `Customer ${index}`,
        queue: index % 2 ? "printers" : "general",
        waiting_since: Date.now() - (count - index) * 41_000,
        language: index % 3 ? "en" : "de",
      },
      { mode: index % 4 ? "queue" : "web" },
    ),
  );
}

const clara = row("clara", { phase: "chatting", agents: [anna], seq: 4 }, { last_customer_seq: 4 });
const joerg = row("joerg", {
  phase: "upgrading",
  customer: "Jörg Weißmüller-Oberhausen",
  agents: [anna],
  seq: 4,
  upgrade: "opener_fetched",
  handoff: "h",
  language: "de",
});
const nora = row(
  "nora",
  { customer: "Nora Nacht", waiting_since: Date.now() - 73_000_000 },
  { mode: "message", email: "nora@example.org", question: "Please call me about order 4711." },
);
const asked = [{ agent: anna, by: null, takes_over: false }];
const handed = [{ agent: anna, by: ben.id, takes_over: true }];

const rows: SessionSummary[] = [
  clara,
  joerg,
  nora,
  row("dora", { customer: "Dora Dring", invitations: asked }, { mode: "web" }),
  row("emil", { customer: "Emil Ende", phase: "chatting", agents: [ben], invitations: handed }),
  ...manyRows(6),
];

const logs = [
  {
    of: clara,
    events: logOf(
      clara,
      [byAnna, { kind: "agent_joined" }],
      [byAnna, { kind: "message", text: "Good morning! Yes, let us look at it together." }],
      [byCustomer, { kind: "message", text: "Thank you. It is the old one since Monday." }],
    ),
  },
  {
    of: joerg,
    events: logOf(
      joerg,
      [byAnna, { kind: "agent_joined" }],
      [byAnna, { kind: "upgrade_offered", handoff: "h", chat_after: "both" }],
      [byCustomer, { kind: "code_made", handoff: "h", read_out: false }],
      [{ role: "portal" }, { kind: "opener_fetched", handoff: "h", system: "windows" }],
      [{ role: "portal" }, { kind: "handoff_refused", reason: "code_expired" }],
    ),
  },
  { of: nora, events: logOf(nora) },
];

const colleagues = [
  colleague(anna, { sessions: 2 }),
  colleague(ben, { availability: "busy", queues: ["printers"] }),
  colleague({ id: "cem", name: "Cem Yılmaz" }, { sessions: 0 }),
  colleague({ id: "dana", name: "Dana Dorn" }, { availability: "offline" }),
  colleague({ id: "eva", name: "Eva Voll" }, { sessions: 5 }),
];

/** Teaches it; `onlist` gets each list socket that a page opens. */
export function busyDesk(server: PageServer, onlist: (socket: TextSocket) => void): void {
  server
    .answer("GET /api/v1/portal", answers.portal)
    .answer("GET /api/v1/agents/me", answers.signedIn)
    .answer("GET /api/v1/replies", [
      { shortcut: "hello", text: { de: "Guten Tag {customer}.", en: "Hello {customer}." } },
    ])
    .answer("POST /api/v1/phone-codes", () => ({
      code: "123456789",
      expires_at: Date.now() + 600_000,
    }))
    .answer("POST /api/v1/sessions/joerg/handoff", () => ({
      code: "K7QM-2XRB-9TFD",
      file_name: "Corporate-Opener-K7QM-2XRB-9TFD",
      url: "/download/Corporate-Opener-K7QM-2XRB-9TFD",
      expires_at: Date.now() + 600_000,
    }))
    .greet("/api/v1/console/sessions", (socket) => {
      socket.send({ type: "sessions", sessions: rows });
      socket.send({ type: "colleagues", colleagues });
      onlist(socket);
    });
  for (const { of, events } of logs) {
    server
      .answer(`GET /api/v1/sessions/${of.id}/assessment`, { outcome: "unknown", note: "" })
      .greet(`/api/v1/sessions/${of.id}/log`, (socket) => {
        socket.send({ type: "events", events, state: { ...of.state, seq: events.length } });
        socket.send({ type: "presence", web: true, app: false, agent: true });
        socket.send({ type: "delivered", customer: 3, agent: 4 });
      });
  }
}
