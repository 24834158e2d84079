// A session's log as one page sees it: events in order and each once, the state, who is there, and
// what this page has sent without an answer. Survives cuts and reloads; refuses gaps (it asks
// again) and repeated events. No framework; `live-log.svelte.ts` makes it reactive.
import {
  logProtocol,
  type ClientMessage,
  type CommandBody,
  type Delivered,
  type ErrorCode,
  type Event,
  type Place,
  type Presence,
  type ServerMessage,
  type SessionId,
  type SessionState,
  type Signal,
} from "../protocol.generated";
import { LiveSocket, type Connection, type LiveSocketOptions } from "./live-socket";
import { Outbox, type Keep, type Pending } from "./outbox";

/** What became of a command. */
export type Outcome = { ok: true; seq: number } | { ok: false; code: ErrorCode };

/** Everything there is to see; a new object for each change. */
export interface LogSnapshot {
  readonly events: readonly Event[];
  readonly state: SessionState | null;
  readonly presence: Presence;
  readonly connection: Connection;
  /** Why the portal closed for good. */
  readonly closedBy: ErrorCode | null;
  readonly pending: readonly Pending[];
  /** Whether the other side types. */
  readonly typing: boolean;
  /** How far the log has arrived at each side; null before the portal has said it. */
  readonly delivered: Delivered | null;
  /** The waiting customer's place; null where nobody waits. */
  readonly place: Place | null;
}

export interface SessionLogOptions extends Pick<
  LiveSocketOptions,
  "open" | "random" | "worthTrying"
> {
  session: SessionId;
  /** Which side this page is on. */
  side: "customer" | "agent";
  /** Where unanswered commands outlive a reload. */
  keep: Keep | null;
  socketUrl: (path: string) => string;
  onChange: (snapshot: LogSnapshot) => void;
}

/** A command without an answer for this long means that the line is dead. */
const answerMs = 10_000;
/** The other side's typing is believed for this long. */
const typingMs = 6_000;
/** Typing is signalled no more often than this. */
const signalMs = 3_000;

const nobody: Presence = { web: false, app: false, agent: false };

export class SessionLog {
  readonly #options: SessionLogOptions;
  readonly #outbox: Outbox;
  readonly #socket: LiveSocket;
  readonly #waiting = new Map<string, (outcome: Outcome) => void>();
  #snapshot: LogSnapshot;
  #watch: ReturnType<typeof setTimeout> | null = null;
  #typing: ReturnType<typeof setTimeout> | null = null;
  #signalled = 0;

  constructor(options: SessionLogOptions) {
    this.#options = options;
    this.#outbox = new Outbox(options.session, options.keep);
    const path = `/api/v1/sessions/${encodeURIComponent(options.session)}/log`;
    this.#socket = new LiveSocket({
      ...options,
      protocol: logProtocol,
      url: () => options.socketUrl(`${path}?after=${this.#last}&as=${options.side}`),
      onMessage: (message) => this.#receive(message as ServerMessage),
      onChange: (connection) => this.#connectionChanged(connection),
    });
    this.#snapshot = {
      events: [],
      state: null,
      presence: nobody,
      connection: "connecting",
      closedBy: null,
      pending: this.#outbox.items,
      typing: false,
      delivered: null,
      place: null,
    };
  }

  get snapshot(): LogSnapshot {
    return this.#snapshot;
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    if (this.#watch) clearTimeout(this.#watch);
    if (this.#typing) clearTimeout(this.#typing);
    this.#socket.stop();
  }

  /** Tries to connect at once. */
  hurry(): void {
    this.#socket.hurry();
  }

  /** Gives a command; it is sent now or as soon as there is a connection. */
  send(body: CommandBody): Promise<Outcome> {
    const item = this.#outbox.add(body, this.#last);
    this.#change({ pending: this.#outbox.items });
    this.#transmit(item);
    return new Promise((resolve) => this.#waiting.set(item.id, resolve));
  }

  /** Takes a refused message away. */
  forget(id: string): void {
    this.#outbox.remove(id);
    this.#change({ pending: this.#outbox.items });
  }

  /** Tells the other side that somebody types here, or has stopped. */
  signalTyping(active: boolean): void {
    const now = Date.now();
    if (active && now - this.#signalled < signalMs) return;
    if (!active && this.#signalled === 0) return;
    this.#signalled = active ? now : 0;
    const kind = this.#options.side === "customer" ? "customer_typing" : "agent_typing";
    this.#socket.send({ type: "signal", signal: { kind, active } } satisfies ClientMessage);
  }

  get #last(): number {
    return this.#snapshot?.events.at(-1)?.seq ?? 0;
  }

  #receive(message: ServerMessage): void {
    switch (message.type) {
      case "events":
        return this.#take(message.events, message.state);
      case "confirmed":
        this.#outbox.confirm(message.command, message.seq, this.#last);
        return this.#answered(message.command, { ok: true, seq: message.seq });
      case "refused":
        this.#outbox.refuse(message.command, message.code);
        return this.#answered(message.command, { ok: false, code: message.code });
      case "presence": {
        const { web, app, agent } = message;
        return this.#change({ presence: { web, app, agent } });
      }
      case "delivered": {
        const { customer, agent } = message;
        return this.#change({ delivered: { customer, agent } });
      }
      case "place": {
        const { place, staffed } = message;
        return this.#change({ place: { place, staffed } });
      }
      case "signal":
        return this.#heard(message.signal);
      case "closing":
        if (message.code === "unavailable") return;
        this.#change({ closedBy: message.code });
        return this.#socket.stop();
    }
  }

  /** Adds what is new. A gap means that something was lost: the connection is made anew. */
  #take(events: readonly Event[], state: SessionState): void {
    const fresh: Event[] = [];
    for (const event of events) {
      const expected = (fresh.at(-1)?.seq ?? this.#last) + 1;
      if (event.seq < expected) continue;
      if (event.seq > expected) throw new RangeError("a gap in the log");
      fresh.push(event);
    }
    const said = fresh.some(({ kind }) => kind === "message" || kind === "file_sent");
    this.#outbox.arrived(fresh.at(-1)?.seq ?? this.#last);
    this.#change({
      events: fresh.length > 0 ? [...this.#snapshot.events, ...fresh] : this.#snapshot.events,
      state: newer(this.#snapshot.state, state),
      pending: this.#outbox.items,
      typing: said ? false : this.#snapshot.typing,
      place: state.phase === "waiting" ? this.#snapshot.place : null,
    });
    if (this.#socket.connection !== "online") {
      this.#socket.confirmOnline();
      for (const item of this.#outbox.unanswered) this.#transmit(item);
    }
    this.#socket.send({ type: "received", seq: this.#last } satisfies ClientMessage);
  }

  #transmit(item: Pending): void {
    const { id, body } = item;
    if (this.#socket.send({ type: "command", id, body } satisfies ClientMessage)) this.#expect();
  }

  /** Watches for answers while any is due. */
  #expect(): void {
    this.#watch ??= setTimeout(() => {
      this.#watch = null;
      if (this.#outbox.unanswered.length > 0) this.#socket.reconnect();
    }, answerMs);
  }

  #answered(id: string, outcome: Outcome): void {
    if (this.#watch) clearTimeout(this.#watch);
    this.#watch = null;
    if (this.#outbox.unanswered.length > 0) this.#expect();
    this.#change({ pending: this.#outbox.items });
    this.#waiting.get(id)?.(outcome);
    this.#waiting.delete(id);
  }

  #heard(signal: Signal): void {
    const other = this.#options.side === "customer" ? "agent_typing" : "customer_typing";
    if (signal.kind !== other) return;
    if (this.#typing) clearTimeout(this.#typing);
    this.#typing = null;
    if (signal.active) this.#typing = setTimeout(() => this.#change({ typing: false }), typingMs);
    this.#change({ typing: signal.active });
  }

  #connectionChanged(connection: Connection): void {
    const online = connection === "online";
    this.#signalled = 0;
    if (!online && this.#watch) {
      clearTimeout(this.#watch);
      this.#watch = null;
    }
    this.#change(online ? { connection } : { connection, presence: nobody, typing: false });
    if (connection === "offline" && this.#snapshot.state?.phase === "ended") this.#socket.stop();
  }

  #change(part: Partial<LogSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...part };
    this.#options.onChange(this.#snapshot);
  }
}

function newer(known: SessionState | null, next: SessionState): SessionState {
  return known !== null && known.seq > next.seq ? known : next;
}
