// An account as the portal would answer with it, for tests of the management center: settings,
// queues, agents and audit list that remember what they were told.
import type {
  Account,
  AccountSettings,
  AgentDetails,
  AuditEntry,
  ManagedAgent,
  Queue,
} from "../../lib/protocol.generated";

export const settings: AccountSettings = {
  company: "Muster GmbH",
  web_chat: true,
  modes: { web: true, queue: true, phone: true, message: false },
  chat_after: "transfer",
  form: {
    name: "required",
    question: "required",
    email: "optional",
    terms: { de: "Ich stimme zu, dass der Chat 90 Tage bleibt.", en: "" },
    terms_link: "https://www.example.com/datenschutz",
  },
  texts: {
    welcome: { de: "Willkommen beim Support der Muster GmbH.", en: "Welcome to our support." },
    waiting: { de: "", en: "" },
    nobody: { de: "", en: "" },
    ended: { de: "", en: "" },
  },
  languages: ["de", "en"],
  files: { allowed: true, most_bytes: 20 * 1024 * 1024, endings: ["png", "pdf", "exe", "txt"] },
  replies: [
    {
      shortcut: "hallo",
      text: {
        de: "Guten Tag {customer}, hier ist {agent}.",
        en: "Hello {customer}, I am {agent}.",
      },
    },
    { shortcut: "neustart", text: { de: "Bitte starten Sie das Gerät neu.", en: "" } },
  ],
  embed_origins: ["https://www.example.com", "https://shop.example.com"],
  retention_days: 90,
  most_open_chats: 1000,
};

export const queues: Queue[] = [
  { id: "general", name: { de: "Allgemeines", en: "General" } },
  { id: "printers", name: { de: "Drucker", en: "Printers" } },
  { id: "accounts", name: { de: "Konten und Kennwörter", en: "Accounts and passwords" } },
];

const details = (name: string, more: Partial<AgentDetails> = {}): AgentDetails => ({
  email: `${name.toLowerCase()}@demo.test`,
  name,
  roles: ["agent"],
  may_open_reports: false,
  queues: [],
  most_sessions: 5,
  ...more,
});

export const agents: ManagedAgent[] = [
  { id: "anna", details: details("Anna"), second_factor: true, signed_in_at: 1_790_000_000_000 },
  {
    id: "ben",
    details: details("Ben", { may_open_reports: true, queues: ["printers"] }),
    second_factor: false,
    signed_in_at: null,
  },
  {
    id: "max",
    details: details("Max", { roles: ["agent", "administrator"], may_open_reports: true }),
    second_factor: true,
    signed_in_at: 1_790_000_000_000,
  },
  {
    id: "mia",
    details: details("Mia", { roles: ["manager"] }),
    second_factor: false,
    signed_in_at: 1_790_000_000_000,
  },
];

const base = { at: 1_790_000_000_000, by: "max@demo.test" };
export const audit: AuditEntry[] = [
  { ...base, id: 7, by: null, kind: "sessions_deleted", sessions: 12, before: 1_780_000_000_000 },
  { ...base, id: 6, kind: "account_changed", settings: ["files.most_bytes", "texts.welcome.de"] },
  { ...base, id: 5, kind: "agent_changed", email: "ben@demo.test", fields: ["may_open_reports"] },
  { ...base, id: 4, kind: "queue_changed", queue: "printers" },
  { ...base, id: 3, kind: "reports_exported", sessions: 1 },
  { ...base, id: 2, kind: "second_factor_changed", on: true },
  { ...base, id: 1, kind: "agent_added", email: "ben@demo.test" },
];

/** Who is signed in, as `GET /agents/me` answers. */
export function signedIn(id: string): object {
  const agent = agents.find((one) => one.id === id);
  return { id, ...agent?.details };
}

/** What the portal answers to each request, for the person with this id. */
export function answersFor(id: string): Record<string, unknown> {
  const account: Account = { revision: 3, settings };
  return {
    "GET /api/v1/agents/me": signedIn(id),
    "GET /api/v1/portal": { company: settings.company, queues, version: "1" },
    "GET /api/v1/account": account,
    "GET /api/v1/queues": queues,
    "GET /api/v1/agents": agents,
    "GET /api/v1/audit": audit,
  };
}
