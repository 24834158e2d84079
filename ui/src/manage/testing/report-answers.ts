// A portal's answers about sessions, made up for browser tests: names and texts as long, strange
// and many as they come.
import type {
  Figures,
  PictureFigures,
  ReportFigures,
  ReportPage,
  ReportRow,
  SessionReport,
} from "../../lib/protocol.generated";

const step = (p50_us: number, p95_us: number) => ({ p50_us, p95_us });

/** What a shared screen came to. */
export const pictureFigures: PictureFigures = {
  frames: 1_234,
  capture: step(310, 1_200),
  encode: step(8_600, 21_000),
  send: step(15, 90),
  relay: step(120, 600),
  decode: step(2_500, 9_000),
  paint: step(900, 4_100),
  sum: step(17_400, 41_000),
  video_bytes: 820_500,
  patch_bytes: 310_000,
  move_bytes: 390,
  cursor_bytes: 9_000,
  bytes: 1_160_000,
  exact_permille: 995,
};

export const session = "0f0f0f0f-0000-4000-8000-00000000abcd";
const anna = { id: "00000000-0000-4000-8000-000000000001", name: "Anna Berg" };
const ben = { id: "00000000-0000-4000-8000-000000000002", name: "Ben Stein" };
const noon = Date.UTC(2026, 10, 22, 12);

const row: ReportRow = {
  id: session,
  customer: "Erika Mustermann-von-und-zu-Hohenzollern-Sigmaringen",
  email: "erika.mustermann@abteilung.example.test",
  question: "Der Drucker druckt nicht mehr, seit gestern das Update kam. Was kann ich tun?",
  queue: "printers",
  mode: "queue",
  language: "de",
  agents: [anna, ben],
  started_at: noon,
  first_joined_at: noon + 42_000,
  ended_at: noon + 1_842_000,
  end_reason: "agent",
  messages: 1234,
  files: 1,
  upgraded: true,
  shared: true,
  sharing_ms: 600_000,
  picture: pictureFigures,
  outcome: "resolved",
};

const others: Partial<ReportRow>[] = [
  { customer: "Otto", agents: [], first_joined_at: null, ended_at: null, outcome: "unknown" },
  { customer: "W".repeat(80), question: null, mode: "phone", outcome: "unresolved" },
  { customer: "نورا", agents: [], first_joined_at: null, mode: "message", outcome: "unknown" },
];

export const list: ReportPage = {
  rows: [
    row,
    ...others.map((other, index): ReportRow => {
      const id = `${index + 1}${session.slice(1)}`;
      return { ...row, upgraded: false, shared: false, ...other, id };
    }),
  ],
  next: "WzEsMl0",
  total: 12_345,
};

const spread = {
  count: 90,
  mean_ms: 61_000,
  p50_ms: 42_000,
  p90_ms: 185_000,
  longest_ms: 4_000_000,
};
const all: Figures = {
  sessions: 104,
  answered: 90,
  abandoned: 9,
  waiting: spread,
  handling: spread,
};

export const figures: ReportFigures = {
  from: noon - 30 * 86_400_000,
  to: noon,
  zone: "Europe/Berlin",
  all,
  upgraded: 31,
  shared: 28,
  messages: 4321,
  files: 12,
  sharing_ms: 90_000_000,
  days: Array.from({ length: 30 }, (_, index) => ({
    day: new Date(noon - (29 - index) * 86_400_000).toISOString().slice(0, 10),
    sessions: (index * 7) % 11,
    abandoned: index % 3 === 0 ? Math.min(1, (index * 7) % 11) : 0,
  })),
  hours: Array.from({ length: 24 }, (_, hour) => ({
    hour,
    sessions: Math.max(0, 12 - Math.abs(12 - hour)),
    abandoned: hour === 12 ? 2 : 0,
  })),
  queues: [
    { queue: "printers", figures: all },
    { queue: "general", figures: { ...all, sessions: 12 } },
  ],
  agents: [
    { agent: anna, figures: all },
    { agent: ben, figures: { ...all, sessions: 40, waiting: { ...spread, count: 0 } } },
  ],
  outcomes: [
    { outcome: "resolved", sessions: 60 },
    { outcome: "unresolved", sessions: 14 },
    { outcome: "unknown", sessions: 30 },
  ],
  modes: [
    { mode: "web", sessions: 50 },
    { mode: "queue", sessions: 40 },
    { mode: "phone", sessions: 10 },
    { mode: "message", sessions: 4 },
  ],
};

const web = { role: "customer", via: "web" } as const;
const app = { role: "customer", via: "app" } as const;
const by = (agent: typeof anna) => ({ role: "agent", ...agent }) as const;

export const report: SessionReport = {
  row,
  state: {} as SessionReport["state"],
  assessment: { outcome: "resolved", note: "Treiber neu installiert.\nKabel war lose." },
  facts: {
    page: "https://shop.example.test/hilfe/drucker",
    browser: "Firefox 150",
    system: "Windows",
  },
  terms_accepted: true,
  handoffs: [
    {
      handoff: "h",
      offered_at: noon + 60_000,
      offered_by: anna.name,
      chat_after: "both",
      code_made_at: noon + 61_000,
      read_out_at: noon + 75_000,
      expired_at: null,
      fetched_at: noon + 65_000,
      started_at: noon + 80_000,
      joined_at: noon + 95_000,
      system: "windows",
      version: "0.1.0",
      left_at: null,
      cancelled_at: null,
      refused: [{ at: noon + 70_000, reason: "code_used" }],
    },
  ],
  consents: [
    {
      seq: 9,
      asked_at: noon + 96_000,
      answered_at: noon + 110_000,
      answer: "given",
      shared_from: noon + 111_000,
      shared_to: noon + 811_000,
      sharing_ms: 600_000,
      monitors: ["HDMI-1"],
      pauses: 2,
    },
  ],
  events: [
    {
      session,
      seq: 1,
      at: noon,
      author: web,
      kind: "session_started",
      customer: row.customer,
      question: row.question,
      queue: "printers",
      language: "de",
      mode: "queue",
      facts: {},
      terms_accepted: true,
      web_chat_off: false,
    },
    { session, seq: 2, at: noon + 42_000, author: by(anna), kind: "agent_joined" },
    {
      session,
      seq: 3,
      at: noon + 50_000,
      author: by(anna),
      kind: "message",
      text: "Guten Tag! Was steht auf dem Display? https://drucker.example.test/hilfe",
    },
    {
      session,
      seq: 4,
      at: noon + 58_000,
      author: app,
      kind: "message",
      text: "<script>alert(1)</script>\nE".padEnd(400, "x"),
    },
    {
      session,
      seq: 5,
      at: noon + 59_000,
      author: web,
      kind: "file_sent",
      file: { id: "f", name: "Protokoll des Druckers.txt", bytes: 123_456, picture: null },
    },
    {
      session,
      seq: 6,
      at: noon + 1_842_000,
      author: by(anna),
      kind: "session_ended",
      reason: "agent",
    },
  ],
};

/** Everything that the reports ask for. */
export const reportAnswers: Record<string, unknown> = {
  "GET /api/v1/reports/sessions": list,
  "GET /api/v1/reports/figures": figures,
  [`GET /api/v1/reports/sessions/${session}`]: report,
};
