// Turns a log into what a conversation shows: bubbles and notices, grouped by speaker. Pure.
// Used by the web chat, the console, the session report and the app's chat.
import type { Event, FileInfo, HandoffId, Via } from "../protocol.generated";
import type { LogWords, Texts } from "../texts/words";
import type { Pending } from "./outbox";
import { nameOf, sentence } from "./sentence";

/** The two sides of a conversation. */
export type Side = "customer" | "agent";

interface Said {
  key: string;
  /** Its event's number, for marks of how far it has come. */
  seq: number;
  at: number;
  side: Side;
  name: string;
  via: Via | null;
  /** Whether it opens a run of messages by the same person. */
  first: boolean;
}

export interface MessageEntry extends Said {
  kind: "message";
  text: string;
}

export interface FileEntry extends Said {
  kind: "file";
  file: FileInfo;
}

export interface NoticeEntry {
  kind: "notice";
  key: string;
  at: number;
  text: string;
}

export interface UpgradeEntry {
  kind: "upgrade";
  key: string;
  at: number;
  name: string;
  handoff: HandoffId;
}

export type Entry = MessageEntry | FileEntry | NoticeEntry | UpgradeEntry;

/** Messages by the same person within this time make one run. */
const runMs = 5 * 60_000;

/** A log as a conversation. */
export function entriesOf(events: readonly Event[], words: LogWords, texts: Texts): Entry[] {
  const entries: Entry[] = [];
  let customer = "";
  let agent = "";
  for (const event of events) {
    agent = nameOf(event.author) || agent;
    if (event.kind === "session_started") {
      customer = event.customer;
      add(entries, notice(event, sentence(event, words, texts, agent)));
      if (event.question !== null) {
        const said = saidBy(event, customer, entries.at(-1));
        add(entries, { kind: "message", text: event.question, ...said });
      }
    } else if (event.kind === "message") {
      const said = saidBy(event, customer, entries.at(-1));
      add(entries, { kind: "message", text: event.text, ...said });
    } else if (event.kind === "file_sent") {
      const said = saidBy(event, customer, entries.at(-1));
      add(entries, { kind: "file", file: event.file, ...said });
    } else if (event.kind === "upgrade_offered") {
      const { seq, at, handoff } = event;
      add(entries, { kind: "upgrade", key: `${seq}`, at, name: agent, handoff });
    } else {
      add(entries, notice(event, sentence(event, words, texts, agent)));
    }
  }
  return entries;
}

function add(entries: Entry[], entry: Entry | null): void {
  if (entry !== null) entries.push(entry);
}

function notice(event: Event, text: string): NoticeEntry | null {
  return text === "" ? null : { kind: "notice", key: `n${event.seq}`, at: event.at, text };
}

/** Who said it, and whether it goes on from what stands before. */
function saidBy(event: Event, customer: string, before: Entry | undefined): Said {
  const { author, at, seq } = event;
  const side = author.role === "agent" ? "agent" : "customer";
  const name = nameOf(author) || customer;
  const via = author.role === "customer" ? author.via : null;
  const first =
    before === undefined ||
    before.kind === "notice" ||
    before.kind === "upgrade" ||
    before.side !== side ||
    before.name !== name ||
    before.via !== via ||
    at - before.at > runMs;
  return { key: `${seq}`, seq, at, side, name, via, first };
}

/**
 * Messages of this page that are not in the log yet. The event may arrive before its confirmation:
 * each event that says the same hides one of them, so that nobody sees a message twice.
 */
export function unlogged(
  pending: readonly Pending[],
  events: readonly Event[],
  isMine: (event: Event) => boolean,
): Pending[] {
  const said = pending.filter((item) => item.body.kind === "say");
  if (said.length === 0) return said;
  const oldest = Math.min(...said.map((item) => item.after));
  const candidates = events.filter(
    (event) => event.kind === "message" && event.seq > oldest && isMine(event),
  );
  return said.filter((item) => {
    if (item.refused !== undefined || item.body.kind !== "say") return true;
    const text = plain(item.body.text);
    const match = candidates.findIndex(
      (event) => event.kind === "message" && event.seq > item.after && plain(event.text) === text,
    );
    if (match < 0) return true;
    candidates.splice(match, 1);
    return false;
  });
}

/** A message as the portal keeps it, near enough to recognise it. */
function plain(text: string): string {
  return text.replace(/\r\n?/g, "\n").trim();
}
