// Whether Corporate Customer is on this computer, as far as this browser has seen it: noted after an
// upgrade joined from here. Keeps one small note and nothing about the session; refuses notes that
// are too old, from the future, of another version or not ours.
import type { Keep } from "../lib/log/outbox";

interface Note {
  version: 1;
  /** When the app joined last while links were offered, on this machine's clock. */
  at: number;
  /** Whether a link is worth a try. */
  opens: boolean;
  /** Links in a row that led nowhere. */
  failures: number;
}

const key = "corporate.app";
const dayMs = 86_400_000;
/** Whoever has not used it for so long may well have removed it. */
const longestMs = 180 * dayMs;
/** Links that led nowhere, in a row, before none is offered any more until the note is too old. */
const mostFailures = 2;

export class KnownApp {
  readonly #keep: Keep | null;
  readonly #now: () => number;

  constructor(keep: Keep | null, now: () => number = Date.now) {
    this.#keep = keep;
    this.#now = now;
  }

  /** Whether a link is worth a try. */
  get opens(): boolean {
    return this.#read()?.opens ?? false;
  }

  /** The app has joined from here: by its link, or by the download, which says nothing of links. */
  joined(by: "link" | "download"): void {
    const failures = by === "link" ? 0 : (this.#read()?.failures ?? 0);
    if (failures < mostFailures) this.#write({ at: this.#now(), opens: true, failures });
  }

  /** A link was followed, and the customer had to take the download after all. */
  failed(): void {
    const note = this.#read();
    if (note?.opens) this.#write({ ...note, opens: false, failures: note.failures + 1 });
  }

  #read(): Note | null {
    try {
      const note = JSON.parse(this.#keep?.getItem(key) ?? "null") as Note | null;
      if (note?.version !== 1 || typeof note.at !== "number") return null;
      const age = this.#now() - note.at;
      if (age <= -dayMs || age >= longestMs) return null;
      const opens = note.opens === true;
      // A note without a number was written where one failure was enough.
      const failures = typeof note.failures === "number" ? note.failures : opens ? 0 : 1;
      return { version: 1, at: note.at, opens, failures };
    } catch {
      return null;
    }
  }

  #write(known: Omit<Note, "version">): void {
    try {
      const note: Note = { ...known, version: 1 };
      this.#keep?.setItem(key, JSON.stringify(note));
    } catch {
      // Without storage the download starts by itself, as it does on a new computer.
    }
  }
}
