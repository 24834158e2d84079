// A portal, a state and a first event as they usually are, for tests to change what they need.
import type { EventBody, PublicPortal, SessionState } from "../protocol.generated";

const nothing = { de: "", en: "" };

export function publicPortal(more: Partial<PublicPortal> = {}): PublicPortal {
  return {
    company: "Example Ltd",
    version: "1",
    queues: [
      { id: "general", name: { de: "Allgemein", en: "General" } },
      { id: "printers", name: { de: "Drucker", en: "Printers" } },
    ],
    web_chat: true,
    modes: { web: true, queue: true, phone: true, message: true },
    form: {
      name: "required",
      question: "required",
      email: "hidden",
      terms: nothing,
      terms_link: "",
    },
    texts: { welcome: nothing, waiting: nothing, nobody: nothing, ended: nothing },
    languages: ["de", "en"],
    files: { allowed: true, most_bytes: 10_000_000, endings: ["png", "pdf"] },
    staffed: true,
    ...more,
  };
}

export function sessionStarted(
  more: Partial<EventBody & { kind: "session_started" }> = {},
): EventBody {
  return {
    kind: "session_started",
    customer: "Kim",
    question: "My printer does not print. What can I do?",
    queue: "general",
    language: "en",
    mode: "web",
    email: null,
    facts: {},
    terms_accepted: false,
    web_chat_off: false,
    ...more,
  };
}

export function stateAt(seq: number, more: Partial<SessionState> = {}): SessionState {
  return {
    seq,
    phase: "chatting",
    customer: "Kim",
    language: "en",
    queue: "general",
    waiting_since: 0,
    agents: [],
    invitations: [],
    web_chat_off: false,
    upgrade: null,
    handoff: null,
    chat_after: "both",
    consent: "none",
    sharing: "off",
    monitors: { all: [], shown: null, asked: null },
    ...more,
  };
}
