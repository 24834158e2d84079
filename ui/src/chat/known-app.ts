// Whether Corporate Customer is on this computer, as far as this browser has seen it: noted after an
// upgrade joined from here. Keeps one small note and nothing about the session; refuses notes that
// are too old, from the future, of another version or not ours.
import type { Keep } from "../lib/log/outbox";

interface Note {
  version: 1;
  /** When the app joined last, on this machine's clock. */
  at: number;
  /** Whether links open it, as far as has been seen. */
  opens: boolean;
}

const key = "corporate.app";
const dayMs = 86_400_000;
/** Whoever has not used it for so long may well have removed it. */
const longestMs = 180 * dayMs;

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

  /** The app has joined from here. What is known about links stays. */
  joined(): void {
    this.#write(this.#read()?.opens ?? true);
  }

  /** A link was followed, and the customer had to take the download after all. */
  failed(): void {
    if (this.#read()?.opens) this.#write(false);
  }

  #read(): Note | null {
    try {
      const note = JSON.parse(this.#keep?.getItem(key) ?? "null") as Note | null;
      if (note?.version !== 1 || typeof note.at !== "number") return null;
      const age = this.#now() - note.at;
      return age > -dayMs && age < longestMs ? { ...note, opens: note.opens === true } : null;
    } catch {
      return null;
    }
  }

  #write(opens: boolean): void {
    try {
      const note: Note = { version: 1, at: this.#now(), opens };
      this.#keep?.setItem(key, JSON.stringify(note));
    } catch {
      // Without storage the download starts by itself, as it does on a new computer.
    }
  }
}
