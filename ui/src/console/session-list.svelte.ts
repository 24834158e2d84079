// The list view's rows, live from the portal. Owns the list socket; ended sessions leave the list.
import { socketUrl } from "../lib/api";
import { LiveSocket, type Connection } from "../lib/log/live-socket";
import {
  listProtocol,
  type AgentId,
  type Colleague,
  type ListMessage,
  type SessionId,
  type SessionSummary,
} from "../lib/protocol.generated";

export class SessionList {
  readonly #socket: LiveSocket;
  #rows = $state.raw<ReadonlyMap<SessionId, SessionSummary>>(new Map());
  connection = $state<Connection>("connecting");
  /** Every agent with what they can take, by name. */
  colleagues = $state.raw<readonly Colleague[]>([]);

  constructor(worthTrying: () => Promise<boolean>) {
    this.#socket = new LiveSocket({
      url: () => socketUrl("/api/v1/console/sessions"),
      protocol: listProtocol,
      onMessage: (message) => this.#take(message as ListMessage),
      onChange: (connection) => (this.connection = connection),
      worthTrying,
    });
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#socket.stop();
    this.#rows = new Map();
  }

  hurry(): void {
    this.#socket.hurry();
  }

  get(id: SessionId): SessionSummary | undefined {
    return this.#rows.get(id);
  }

  /** Rows in the order of urgency: who waits, then my sessions, then the others; oldest first. */
  sorted(me: AgentId): SessionSummary[] {
    return [...this.#rows.values()].sort(
      (a, b) => rank(a, me) - rank(b, me) || a.started_at - b.started_at,
    );
  }

  #take(message: ListMessage): void {
    if (message.type === "sessions") {
      this.#rows = new Map(open(message.sessions).map((row) => [row.id, row]));
      this.#socket.confirmOnline();
      return;
    }
    if (message.type === "colleagues") {
      this.colleagues = message.colleagues;
      return;
    }
    const rows = new Map(this.#rows);
    if (message.type === "gone") {
      rows.delete(message.session);
      this.#rows = rows;
      return;
    }
    const row = message.session;
    if ((rows.get(row.id)?.state.seq ?? 0) > row.state.seq) return;
    if (row.state.phase === "ended") rows.delete(row.id);
    else rows.set(row.id, row);
    this.#rows = rows;
  }
}

function open(rows: SessionSummary[]): SessionSummary[] {
  return rows.filter((row) => row.state.phase !== "ended");
}

function rank(row: SessionSummary, me: AgentId): number {
  if (row.state.phase === "waiting") return 0;
  return row.state.agents.some((agent) => agent.id === me) ? 1 : 2;
}
