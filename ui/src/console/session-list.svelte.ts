// The list view's rows and the colleagues, live from the portal. Owns the list socket; ended
// sessions leave the list. Tells the desk of each change; refuses rows older than what it has.
import { SvelteMap } from "svelte/reactivity";
import { socketUrl } from "../lib/api";
import { LiveSocket, type Connection, type SocketLike } from "../lib/log/live-socket";
import {
  listProtocol,
  type Colleague,
  type ListMessage,
  type SessionId,
  type SessionSummary,
} from "../lib/protocol.generated";

export interface SessionListOptions {
  worthTrying: () => Promise<boolean>;
  /** A row is new or another one than before. */
  onRow?: (row: SessionSummary, before: SessionSummary | null) => void;
  /** All rows have come, or rows have gone. */
  onRows?: () => void;
  onColleagues?: () => void;
  open?: (url: string, protocol: string) => SocketLike;
}

export class SessionList {
  readonly #options: SessionListOptions;
  readonly #socket: LiveSocket;
  readonly #rows = new SvelteMap<SessionId, SessionSummary>();
  colleagues = $state.raw<readonly Colleague[]>([]);
  connection = $state<Connection>("connecting");

  constructor(options: SessionListOptions) {
    this.#options = options;
    this.#socket = new LiveSocket({
      url: () => socketUrl("/api/v1/console/sessions"),
      protocol: listProtocol,
      onMessage: (message) => this.#take(message as ListMessage),
      onChange: (connection) => (this.connection = connection),
      worthTrying: options.worthTrying,
      ...(options.open && { open: options.open }),
    });
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
    this.#rows.clear();
    this.colleagues = [];
  }

  hurry(): void {
    this.#socket.hurry();
  }

  get(id: SessionId): SessionSummary | undefined {
    return this.#rows.get(id);
  }

  /** All rows, in no order that counts. */
  get rows(): SessionSummary[] {
    return [...this.#rows.values()];
  }

  #take(message: ListMessage): void {
    switch (message.type) {
      case "sessions":
        return this.#replace(message.sessions);
      case "changed":
        return this.#change(message.session);
      case "gone":
        this.#rows.delete(message.session);
        return this.#options.onRows?.();
      case "colleagues":
        this.colleagues = message.colleagues;
        return this.#options.onColleagues?.();
    }
  }

  #replace(sessions: SessionSummary[]): void {
    this.#rows.clear();
    for (const row of sessions) if (row.state.phase !== "ended") this.#rows.set(row.id, row);
    this.#socket.confirmOnline();
    this.#options.onRows?.();
  }

  #change(row: SessionSummary): void {
    const before = this.#rows.get(row.id) ?? null;
    if ((before?.state.seq ?? 0) > row.state.seq) return;
    if (row.state.phase === "ended") this.#rows.delete(row.id);
    else this.#rows.set(row.id, row);
    this.#options.onRow?.(row, before);
  }
}
