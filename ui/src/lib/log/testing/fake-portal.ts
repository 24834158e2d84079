// A session log socket's other end for tests: keeps a log, carries each command out once, and can
// lose, repeat and cut whatever a real network could. Delivers on `deliver`, never by itself.
import {
  logProtocol,
  type ClientMessage,
  type ErrorCode,
  type Event,
  type EventBody,
  type ServerMessage,
} from "../../protocol.generated";
import { stateAt } from "../../testing/samples";
import type { SocketLike } from "../live-socket";
import type { Keep } from "../outbox";

export const session = "00000000-0000-4000-8000-000000000001";

/** One end of a connection that a test holds in its hand. */
export class FakeSocket implements SocketLike {
  readonly protocol = logProtocol;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly toPortal: ClientMessage[] = [];
  /** How far the page has said that the log arrived, oldest first. */
  readonly receipts: number[] = [];
  readonly toPage: ServerMessage[] = [];
  open = true;
  greeted = false;

  constructor(readonly url: string) {}

  get after(): number {
    return Number(new URL(this.url).searchParams.get("after"));
  }

  send(text: string): void {
    if (!this.open) return;
    const message = JSON.parse(text) as ClientMessage;
    if (message.type === "received") this.receipts.push(message.seq);
    else this.toPortal.push(message);
  }

  close(): void {
    this.open = false;
  }

  accept(): void {
    this.onopen?.({} as never);
  }

  show(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) } as never);
  }

  drop(): void {
    this.open = false;
    this.onclose?.({} as never);
  }
}

export class FakePortal {
  readonly events: Event[] = [];
  readonly sockets: FakeSocket[] = [];
  readonly #done = new Map<string, number>();
  refuse: ErrorCode | null = null;

  readonly open = (url: string): SocketLike => {
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  };

  get socket(): FakeSocket | undefined {
    return this.sockets.findLast((socket) => socket.open);
  }

  /** Something happens in the session. */
  happen(body: EventBody, author: Event["author"] = { role: "customer", via: "web" }): Event {
    const event = { session, seq: this.events.length + 1, at: 1_000, author, ...body } as Event;
    this.events.push(event);
    if (this.socket?.greeted) this.#send([event]);
    return event;
  }

  /** Answers whatever has come, as far as `most` messages each way. */
  deliver(most = Number.POSITIVE_INFINITY): void {
    const socket = this.socket;
    if (!socket) return;
    if (!socket.greeted) {
      socket.greeted = true;
      socket.accept();
      this.#send(this.events.slice(socket.after));
    }
    for (const message of socket.toPortal.splice(0, most)) this.#carryOut(message, socket);
    for (const message of socket.toPage.splice(0, most)) if (socket.open) socket.show(message);
  }

  #carryOut(message: ClientMessage, socket: FakeSocket): void {
    if (message.type !== "command") return;
    const { id, body } = message;
    if (this.refuse !== null) {
      socket.toPage.push({ type: "refused", command: id, code: this.refuse });
      return;
    }
    if (!this.#done.has(id) && body.kind === "say") {
      this.#done.set(id, this.happen({ kind: "message", text: body.text }).seq);
    }
    socket.toPage.push({ type: "confirmed", command: id, seq: this.#done.get(id) ?? 0 });
  }

  #send(events: Event[]): void {
    const state = stateAt(this.events.length);
    this.socket?.toPage.push({ type: "events", events, state });
  }
}

/** Storage that outlives a page. */
export function storage(): Keep & { size: () => number } {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    size: () => kept.size,
  };
}
