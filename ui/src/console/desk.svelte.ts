// The agent's desk: the list, the chosen session with its log, and the questions that wait for a
// Yes or No. Owns both connections. Toolbar, menu, shortcuts and panels all act through it.
import type { AgentSession } from "../lib/agent/agent.svelte";
import { LiveLog } from "../lib/log/live-log.svelte";
import { pageStorage } from "../lib/page-storage";
import type {
  CommandBody,
  ErrorCode,
  SessionId,
  SessionState,
  SessionSummary,
} from "../lib/protocol.generated";
import { actionsFor, isMine, type Action, type ActionName } from "./actions";
import { SessionList } from "./session-list.svelte";

const seenKey = "corporate.seen";

export class Desk {
  readonly #agent: AgentSession;
  readonly list: SessionList;
  chosen = $state<SessionId | null>(null);
  live = $state.raw<LiveLog | null>(null);
  question = $state<"upgrade" | "end" | null>(null);
  refusal = $state<ErrorCode | null>(null);
  #lastSummary = $state.raw<SessionSummary | null>(null);
  #seen = $state.raw<Record<SessionId, number>>(readSeen());

  constructor(agent: AgentSession) {
    this.#agent = agent;
    this.list = new SessionList(agent.stillSignedIn);
  }

  get me(): string {
    return this.#agent.agent?.id ?? "";
  }

  /** Connects, and comes back to the session in the address. */
  open(): void {
    this.list.start();
    const wanted = location.hash.slice(1);
    if (wanted !== "") this.choose(wanted);
  }

  close(): void {
    this.live?.stop();
    this.live = null;
    this.chosen = null;
    this.question = null;
    this.list.stop();
  }

  choose(id: SessionId | null): void {
    if (id === this.chosen && this.live !== null) return;
    this.live?.stop();
    this.chosen = id;
    this.question = null;
    this.refusal = null;
    this.#lastSummary = null;
    history.replaceState(null, "", id === null ? location.pathname + location.search : `#${id}`);
    this.live =
      id === null
        ? null
        : new LiveLog(id, { side: "agent", worthTrying: () => this.#worthTrying(id) });
    this.live?.start();
  }

  /** The chosen session's row; the last one known where it has left the list. */
  get summary(): SessionSummary | null {
    const row = this.chosen === null ? undefined : this.list.get(this.chosen);
    return row ?? this.#lastSummary;
  }

  /** The chosen session's state, from its log or else from the list. */
  get state(): SessionState | null {
    if (this.chosen === null) return null;
    const fromLog = this.live?.now.state ?? null;
    const fromList = this.summary?.state ?? null;
    if (fromLog === null || fromList === null) return fromLog ?? fromList;
    return fromLog.seq >= fromList.seq ? fromLog : fromList;
  }

  get inSession(): boolean {
    return this.state !== null && isMine(this.state, this.me);
  }

  /** A command given while the log is still opening waits in the outbox for a moment. */
  get actions(): Action[] {
    const connection = this.live?.now.connection;
    return actionsFor(this.state, this.me, connection === "online" || connection === "connecting");
  }

  /** Does it at once, or asks first. */
  act(name: ActionName): void {
    const action = this.actions.find((one) => one.name === name);
    if (action === undefined || action.reason !== null) return;
    if (name === "take") void this.send({ kind: "take" });
    else this.question = name;
  }

  answer(yes: boolean): void {
    const question = this.question;
    this.question = null;
    if (yes && question !== null) void this.send({ kind: question });
  }

  async send(body: CommandBody): Promise<void> {
    this.refusal = null;
    const outcome = await this.live?.send(body);
    if (outcome?.ok === false && body.kind !== "say") this.refusal = outcome.code;
  }

  /** Remembers the row and that its messages have been seen. */
  look(): void {
    const row = this.summary;
    if (row === null) return;
    this.#lastSummary = row;
    if (!this.inSession || (this.#seen[row.id] ?? 0) >= row.last_customer_seq) return;
    this.#seen = { ...this.#seen, [row.id]: row.last_customer_seq };
    try {
      pageStorage()?.setItem(seenKey, JSON.stringify(this.#seen));
    } catch {
      // Without storage a reload marks read messages as new again.
    }
  }

  /** Whether the customer wrote something that this agent has not seen. */
  isUnread(row: SessionSummary): boolean {
    return isMine(row.state, this.me) && row.last_customer_seq > (this.#seen[row.id] ?? 0);
  }

  /** The log of a session that somebody else has taken stays closed to this agent. */
  async #worthTrying(id: SessionId): Promise<boolean> {
    const row = this.list.get(id);
    if (row && row.state.phase !== "waiting" && !isMine(row.state, this.me)) return false;
    return this.#agent.stillSignedIn();
  }
}

function readSeen(): Record<SessionId, number> {
  try {
    return JSON.parse(pageStorage()?.getItem(seenKey) ?? "{}") as Record<SessionId, number>;
  } catch {
    return {};
  }
}
