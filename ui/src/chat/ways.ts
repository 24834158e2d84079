// How a customer may come into a session by the account's settings. Pure. Used by the portal's
// first page and by the chat's.
import type { FieldRule, PublicPortal, QueueId } from "../lib/protocol.generated";

/** Where a chat can lead. */
export interface Ways {
  /** A chat with somebody. */
  chat: boolean;
  /** A message for later. */
  message: boolean;
  /** A code that an agent reads out. */
  code: boolean;
  /** Whether the next free agent may be asked, whatever the queue. */
  nextFree: boolean;
  /** Whether customers choose a queue. */
  queues: boolean;
}

export function waysOf({ web_chat, modes, queues }: PublicPortal): Ways {
  return {
    chat: web_chat && (modes.web || (modes.queue && queues.length > 0)),
    message: web_chat && modes.message,
    code: modes.phone,
    nextFree: modes.web,
    queues: modes.queue && queues.length > (modes.web ? 0 : 1),
  };
}

/** The queue that is chosen at first: the one that a link names, else the usual way. */
export function firstQueue(info: PublicPortal, search: string): QueueId | null {
  const named = new URLSearchParams(search).get("queue");
  if (info.modes.queue && info.queues.some((queue) => queue.id === named)) return named;
  return info.modes.web || !info.modes.queue ? null : (info.queues[0]?.id ?? null);
}

/** What a customer has filled in. */
export interface Filled {
  name: string;
  question: string;
  email: string;
  terms: boolean;
}

/** What is asked for: a message for later needs a text and where the answer goes. */
export function rulesOf(
  info: PublicPortal,
  leaving: boolean,
): Record<"name" | "question" | "email", FieldRule> {
  const { name, question, email } = info.form;
  return leaving ? { name, question: "required", email: "required" } : { name, question, email };
}

export type Fault = "name_invalid" | "message_invalid" | "email_invalid" | "terms_not_accepted";

/** The first thing that is missing or cannot be right; the portal has the last word. */
export function faultOf(
  filled: Filled,
  rules: ReturnType<typeof rulesOf>,
  limits: { nameChars: number; messageChars: number },
  terms: boolean,
): Fault | null {
  if (!fits(filled.name, rules.name, limits.nameChars)) return "name_invalid";
  if (!fits(filled.email, rules.email, 254) || !looksLikeEmail(filled.email, rules.email)) {
    return "email_invalid";
  }
  if (!fits(filled.question, rules.question, limits.messageChars)) return "message_invalid";
  return terms && !filled.terms ? "terms_not_accepted" : null;
}

function fits(text: string, rule: FieldRule, most: number): boolean {
  const length = [...text.trim()].length;
  return rule === "hidden" || (length <= most && (length > 0 || rule === "optional"));
}

function looksLikeEmail(text: string, rule: FieldRule): boolean {
  if (rule === "hidden" || text.trim() === "") return true;
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
}

/** A field's text as the portal takes it. */
export const given = (text: string, rule: FieldRule): string | null =>
  rule === "hidden" ? null : text.trim() || null;
