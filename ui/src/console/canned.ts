// Canned replies: what is being looked for, which ones fit, and what stands in the place of their
// placeholders. Pure; used by the composer's list.
import type { CannedReply, Language } from "../lib/protocol.generated";
import { words } from "./rows";

/** What stands in for `{customer}`, `{agent}`, `{company}` and `{queue}`. */
export interface Placeholders {
  customer: string;
  agent: string;
  company: string;
  queue: string;
}

/** What is looked for in a draft: all of one line after a slash; `null` where it is a message. */
export function lookedFor(draft: string): string | null {
  const match = /^\/(?!\/)([^\n]{0,40})$/u.exec(draft);
  return match?.[1] ?? null;
}

/** Replies that fit a search: those whose shortcut begins so first. */
export function fitting(
  replies: readonly CannedReply[],
  text: string,
  language: Language,
): CannedReply[] {
  const wanted = words(text);
  const start = text.trim().toLocaleLowerCase();
  return replies
    .filter((reply) => {
      const all = `${reply.shortcut} ${textOf(reply, language)}`.toLocaleLowerCase();
      return wanted.every((word) => all.includes(word));
    })
    .map((reply) => ({ reply, later: !reply.shortcut.toLocaleLowerCase().startsWith(start) }))
    .sort((a, b) => Number(a.later) - Number(b.later))
    .map(({ reply }) => reply);
}

/** A reply ready to be sent, in the customer's language if it is written in it. */
export function filled(reply: CannedReply, language: Language, values: Placeholders): string {
  return textOf(reply, language).replace(
    /\{(customer|agent|company|queue)\}/g,
    (_, name: keyof Placeholders) => values[name],
  );
}

function textOf(reply: CannedReply, language: Language): string {
  const other = language === "de" ? "en" : "de";
  return reply.text[language].trim() === "" ? reply.text[other] : reply.text[language];
}
