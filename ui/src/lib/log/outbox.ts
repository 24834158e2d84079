// Commands that the portal has not answered yet. Owns them until it has, through cuts and reloads;
// each keeps the id that makes sending it twice do it once. Used by `SessionLog`.
import type { Command, CommandBody, ErrorCode, Seq } from "../protocol.generated";

/** A command on its way. */
export interface Pending extends Command {
  /** The last event that was known when it was given. */
  readonly after: Seq;
  /** When it was given, on this machine's clock. */
  readonly at: number;
  /** The event that it became, once the portal has said so. */
  readonly seq?: Seq;
  /** Why the portal refused it; a refused message stays until its writer removes it. */
  readonly refused?: ErrorCode;
}

export type Keep = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class Outbox {
  #items: readonly Pending[];
  readonly #key: string;
  readonly #keep: Keep | null;

  constructor(session: string, keep: Keep | null) {
    this.#key = `corporate.outbox.${session}`;
    this.#keep = keep;
    this.#items = read(keep, this.#key);
  }

  get items(): readonly Pending[] {
    return this.#items;
  }

  /** What is to be sent on a new connection, in order. */
  get unanswered(): readonly Pending[] {
    return this.#items.filter((item) => item.seq === undefined && item.refused === undefined);
  }

  add(body: CommandBody, after: Seq): Pending {
    const item = { id: newId(), body, after, at: Date.now() };
    this.#set([...this.#items, item]);
    return item;
  }

  /** The portal has carried it out as this event; it stays until the event itself is here. */
  confirm(id: string, seq: Seq, known: Seq): void {
    const arrived = seq <= known;
    this.#set(
      this.#items.flatMap((item) => (item.id !== id ? [item] : arrived ? [] : [{ ...item, seq }])),
    );
  }

  /** Events up to this one are here. */
  arrived(known: Seq): void {
    if (this.#items.some((item) => item.seq !== undefined && item.seq <= known)) {
      this.#set(this.#items.filter((item) => item.seq === undefined || item.seq > known));
    }
  }

  /** The portal will not carry it out. What somebody wrote stays; anything else is dropped. */
  refuse(id: string, code: ErrorCode): void {
    this.#set(
      this.#items.flatMap((item) => {
        if (item.id !== id) return [item];
        return item.body.kind === "say" ? [{ ...item, refused: code }] : [];
      }),
    );
  }

  remove(id: string): void {
    this.#set(this.#items.filter((item) => item.id !== id));
  }

  #set(items: readonly Pending[]): void {
    this.#items = items;
    try {
      if (items.length > 0) this.#keep?.setItem(this.#key, JSON.stringify(items));
      else this.#keep?.removeItem(this.#key);
    } catch {
      // Storage is full or forbidden: the page still holds everything until it is closed.
    }
  }
}

function read(keep: Keep | null, key: string): readonly Pending[] {
  try {
    const items: unknown = JSON.parse(keep?.getItem(key) ?? "[]");
    return Array.isArray(items) ? (items as Pending[]).filter(readable) : [];
  } catch {
    return [];
  }
}

function readable(item: Partial<Pending> | null): item is Pending {
  return (
    typeof item?.id === "string" &&
    typeof item.after === "number" &&
    typeof item.body?.kind === "string"
  );
}

/** A random UUID; `crypto.randomUUID` is missing where a portal is reached without TLS. */
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
