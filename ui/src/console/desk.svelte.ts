// The agent's desk: the list, the sessions that are open with their logs, which of them is chosen,
// and the dialog that waits for an answer. Owns all connections of the page. Toolbar, menus,
// shortcuts and panels act through it.
import { SvelteMap } from "svelte/reactivity";
import type { AgentSession } from "../lib/agent/agent.svelte";
import type { LiveLog } from "../lib/log/live-log.svelte";
import type { Connection } from "../lib/log/live-socket";
import { portalInfo, queueName } from "../lib/portal-info.svelte";
import type {
  CommandBody,
  ErrorCode,
  SessionId,
  SessionState,
  SessionSummary,
} from "../lib/protocol.generated";
import { texts } from "../lib/texts/texts.svelte";
import { actionsFor, isInvited, isMine, type Action, type ActionName } from "./actions";
import { Attention } from "./attention.svelte";
import { AvailabilityChoice } from "./availability.svelte";
import { OpenSession } from "./open-session.svelte";
import { SpokenCode } from "./phone-code.svelte";
import { Replies } from "./replies.svelte";
import { Seen } from "./seen.svelte";
import { SessionList } from "./session-list.svelte";

export type Dialog = Exclude<ActionName, "take" | "nextUnread"> | "readOut";

export class Desk {
  readonly #agent: AgentSession;
  readonly #seen = new Seen();
  readonly #opened = new SvelteMap<SessionId, OpenSession>();
  readonly list: SessionList;
  readonly attention = new Attention();
  readonly availability: AvailabilityChoice;
  readonly code = new SpokenCode();
  readonly replies = new Replies();
  chosen = $state<SessionId | null>(null);
  dialog = $state<Dialog | null>(null);
  refusal = $state<ErrorCode | null>(null);

  constructor(agent: AgentSession) {
    this.#agent = agent;
    this.list = new SessionList({
      worthTrying: agent.stillSignedIn,
      onRow: (row, before) => this.#changed(row, before),
      onRows: () => this.#listed(),
      onColleagues: () => this.availability.heard(),
    });
    this.availability = new AvailabilityChoice(
      () => this.me,
      () => this.list.colleagues,
    );
  }

  get me(): string {
    return this.#agent.agent?.id ?? "";
  }

  get myName(): string {
    return this.#agent.agent?.name ?? "";
  }

  /** Connects, and comes back to the session in the address. */
  open(): void {
    this.list.start();
    const wanted = location.hash.slice(1);
    if (wanted !== "") this.choose(wanted);
  }

  close(): void {
    this.chosen = null;
    this.dialog = null;
    for (const session of this.#opened.values()) session.close();
    this.#opened.clear();
    this.list.stop();
  }

  /** The chosen session. */
  get current(): OpenSession | null {
    return this.chosen === null ? null : (this.#opened.get(this.chosen) ?? null);
  }

  get live(): LiveLog | null {
    return this.current?.live ?? null;
  }

  get summary(): SessionSummary | null {
    return this.current?.summary ?? null;
  }

  get state(): SessionState | null {
    return this.current?.state ?? null;
  }

  get inSession(): boolean {
    return this.state !== null && isMine(this.state, this.me);
  }

  /** The sessions with a tab: mine, in the order in which they were opened. */
  get tabs(): OpenSession[] {
    return [...this.#opened.values()].filter(({ state }) => state && isMine(state, this.me));
  }

  /** The sessions that this agent is asked to join, longest waiting first. */
  get invitations(): SessionSummary[] {
    return this.list.rows
      .filter((row) => isInvited(row.state, this.me))
      .sort((a, b) => a.changed_at - b.changed_at);
  }

  choose(id: SessionId | null): void {
    if (id === this.chosen) return;
    const before = this.current;
    this.chosen = id;
    this.dialog = null;
    this.refusal = null;
    const hash = id === null ? location.pathname + location.search : `#${id}`;
    history.replaceState(null, "", hash);
    if (id !== null) this.#open(id);
    if (before !== null) this.#drop(before);
  }

  /** Closes the tab of a session that has ended. */
  shut(session: OpenSession): void {
    if (session.id === this.chosen) this.choose(null);
    this.#drop(session);
  }

  /** A command given while the log is still opening waits in the outbox for a moment. */
  get actions(): Action[] {
    const up = (connection?: Connection) => connection === "online" || connection === "connecting";
    const state = this.state;
    return actionsFor({
      session: state && { state, mode: this.summary?.mode ?? "web" },
      me: this.me,
      online: up(this.live?.now.connection),
      reachable: up(this.list.connection),
      phone: portalInfo().modes.phone,
      news: this.#withNews() !== undefined,
    });
  }

  /** Does it at once, or asks first. */
  act(name: ActionName): void {
    const action = this.actions.find((one) => one.name === name);
    if (action === undefined || action.reason !== null) return;
    if (name === "take") void this.send({ kind: "take" });
    else if (name === "nextUnread") this.choose(this.#withNews()?.id ?? null);
    else this.dialog = name;
  }

  /** Carries out what the dialog asked about, and closes it. */
  agree(command: CommandBody): Promise<ErrorCode | null> {
    this.dialog = null;
    return this.send(command);
  }

  /** Gives a command in the chosen session; answers why not, and shows it. */
  async send(body: CommandBody): Promise<ErrorCode | null> {
    this.refusal = null;
    const asked = this.current;
    const outcome = await asked?.live.send(body);
    const code = outcome?.ok === false ? outcome.code : null;
    if (code !== null && body.kind !== "say" && asked === this.current) this.refusal = code;
    return code;
  }

  /** Follows an invitation. */
  accept(id: SessionId): void {
    this.choose(id);
    void this.send({ kind: "take" });
  }

  async decline(id: SessionId): Promise<void> {
    const session = this.#open(id);
    await session.live.send({ kind: "withdraw_invitation", agent: this.me });
    this.#drop(session);
  }

  /** A new hand-off in place of the one under way: a new link, a new code. */
  async offerAgain(): Promise<void> {
    if ((await this.send({ kind: "cancel_upgrade" })) === null)
      await this.send({ kind: "upgrade" });
  }

  /** What the chosen session says has been seen. */
  look(): void {
    const session = this.current;
    if (session !== null && this.inSession) this.#seen.look(session.id, session.lastSaid);
  }

  /** How many messages of the customer this agent has not seen. */
  unread(id: SessionId): number {
    const session = this.#opened.get(id);
    if (!session?.state || !isMine(session.state, this.me)) return 0;
    return session.unread(this.#seen.of(id));
  }

  /** How much there is to do: who waits, who asks, what is new. */
  get calls(): number {
    const waiting = this.list.rows.filter(
      ({ state }) => state.phase === "waiting" && !isInvited(state, this.me),
    );
    const news = this.tabs.reduce((sum, { id }) => sum + this.unread(id), 0);
    return waiting.length + this.invitations.length + news;
  }

  #withNews(): OpenSession | undefined {
    return this.tabs.find(({ id }) => id !== this.chosen && this.unread(id) > 0);
  }

  #open(id: SessionId): OpenSession {
    const known = this.#opened.get(id);
    if (known) return known;
    const session = new OpenSession(id, () => this.#worthTrying(id));
    session.summary = this.list.get(id) ?? null;
    this.#opened.set(id, session);
    return session;
  }

  /** Closes a session that is neither chosen nor mine and going on. */
  #drop(session: OpenSession): void {
    const mine = session.state !== null && isMine(session.state, this.me);
    if (session.id === this.chosen || (mine && !session.ended)) return;
    session.close();
    this.#opened.delete(session.id);
  }

  #changed(row: SessionSummary, before: SessionSummary | null): void {
    const session = this.#opened.get(row.id);
    if (session) session.summary = row;
    if (isMine(row.state, this.me) && row.state.phase !== "ended") this.#open(row.id);
    else if (session && row.state.phase !== "ended") this.#drop(session);
    this.#call(row, before);
  }

  #listed(): void {
    for (const row of this.list.rows) {
      const session = isMine(row.state, this.me) ? this.#open(row.id) : this.#opened.get(row.id);
      if (session) session.summary = row;
    }
  }

  /** A caller has entered the code: on to the session. Everything else new asks for attention. */
  #call(row: SessionSummary, before: SessionSummary | null): void {
    const { notify } = texts().console;
    const mine = isMine(row.state, this.me);
    const call = (title: string, body: string) =>
      this.attention.call(row.id, title, body, () => this.choose(row.id));
    if (row.state.phase === "ended") return;
    if (before === null && mine && row.mode === "phone" && this.code.made !== null) {
      this.code.used();
      this.choose(row.id);
      call(notify.message(row.customer), "");
    } else if (isInvited(row.state, this.me) && !(before && isInvited(before.state, this.me))) {
      call(notify.invited(row.customer), queueName(row.queue));
    } else if (row.state.phase === "waiting" && before?.state.phase !== "waiting") {
      call(notify.waiting(row.customer), queueName(row.queue));
    } else if (mine && row.last_customer_seq > (before?.last_customer_seq ?? Infinity)) {
      const away = row.id !== this.chosen || !document.hasFocus();
      if (away) call(notify.message(row.customer), "");
    }
  }

  /** The log of a session that somebody else has taken stays closed to this agent. */
  async #worthTrying(id: SessionId): Promise<boolean> {
    const state = this.list.get(id)?.state;
    const open =
      state?.phase === "waiting" ||
      (state && (isMine(state, this.me) || isInvited(state, this.me)));
    if (state && !open) return false;
    return this.#agent.stillSignedIn();
  }
}
