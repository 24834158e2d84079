// The desk against a portal that is held in the hand: rows come and go, sessions open and close,
// commands reach the right session, and unread marks count what the agent has not seen.
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { AgentSession } from "../lib/agent/agent.svelte";
import type { SessionSummary } from "../lib/protocol.generated";
import { eventually } from "../lib/testing/eventually";
import { Desk } from "./desk.svelte";
import { anna, answers, ben, byAnna, byCustomer, logOf, row } from "./testing/fake-desk";

class Socket {
  static all: Socket[] = [];
  readonly sent: { type: string; id?: string; body?: { kind: string } }[] = [];
  readonly protocol: string;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  open = true;

  constructor(
    readonly url: string,
    protocols: string[],
  ) {
    this.protocol = protocols[0] ?? "";
    Socket.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text) as Socket["sent"][number]);
  }
  close() {
    this.open = false;
  }
  say(message: unknown) {
    this.onmessage?.({ data: JSON.stringify(message) });
    flushSync();
  }
  /** The commands that reached the portal. */
  get commands() {
    return this.sent.flatMap(({ type, body }) => (type === "command" ? [body] : []));
  }
}

let desk: Desk;
const open = () => Socket.all.filter((socket) => socket.open);
const list = () => open().find(({ url }) => url.includes("/console/sessions"))!;
const log = (id: string) => open().find(({ url }) => url.includes(`/sessions/${id}/log`));
const changed = (session: SessionSummary) => list().say({ type: "changed", session });
const opened = (of: SessionSummary, ...more: Parameters<typeof logOf>[1][]) => {
  const events = logOf(of, ...more);
  const socket = log(of.id)!;
  socket.onopen?.();
  socket.say({ type: "events", events, state: { ...of.state, seq: events.length } });
  return socket;
};
const answer = (socket: Socket, code: string | null) => {
  const { id } = socket.sent.findLast(({ type }) => type === "command")!;
  socket.say(
    code ? { type: "refused", command: id, code } : { type: "confirmed", command: id, seq: 9 },
  );
};

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, "", "/console");
  Socket.all = [];
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({})));
  const agent = new AgentSession();
  agent.agent = answers.signedIn as unknown as AgentSession["agent"];
  desk = new Desk(agent);
  desk.open();
  list().onopen?.();
  list().say({
    type: "sessions",
    sessions: [row("w"), row("theirs", { phase: "chatting", agents: [ben] })],
  });
});
afterEach(() => {
  desk.close();
  vi.unstubAllGlobals();
});

const mine = (id: string, more: Partial<SessionSummary> = {}) =>
  row(id, { phase: "chatting", agents: [anna], seq: 2 }, more);

test("choosing opens the session's log, choosing another closes a foreign one", () => {
  desk.choose("w");
  expect(log("w")).toBeDefined();
  expect(location.hash).toBe("#w");
  desk.choose("theirs");
  expect([log("w"), log("theirs") !== undefined]).toEqual([undefined, true]);
});

test("my sessions are open side by side and stay so while others are chosen", () => {
  changed(mine("a"));
  changed(mine("b"));
  expect(desk.tabs.map(({ id }) => id)).toEqual(["a", "b"]);
  desk.choose("a");
  desk.choose("w");
  expect([log("a") !== undefined, log("b") !== undefined]).toEqual([true, true]);
});

test("a command goes to the chosen session, and a refusal is told there only", async () => {
  changed(mine("a"));
  desk.choose("w");
  const socket = opened(row("w"));
  desk.act("take");
  expect(socket.commands).toEqual([{ kind: "take" }]);
  answer(socket, "already_taken");
  await Promise.resolve();
  expect(desk.refusal).toBe("already_taken");
  desk.choose("a");
  expect(desk.refusal).toBeNull();
});

test("what asks first does nothing before the answer", () => {
  changed(mine("a"));
  desk.choose("a");
  const socket = opened(mine("a"));
  for (const name of ["upgrade", "end", "handOver", "invite", "outcome"] as const) {
    desk.act(name);
    expect(desk.dialog).toBe(name);
    desk.dialog = null;
  }
  expect(socket.commands).toEqual([]);
  desk.act("upgrade");
  void desk.agree({ kind: "upgrade" });
  expect([desk.dialog, socket.commands]).toEqual([null, [{ kind: "upgrade" }]]);
});

test("messages of the customer are counted until the agent looks", () => {
  const a = mine("a", { last_customer_seq: 4 });
  changed(a);
  const says = { kind: "message", text: "?" } as const;
  opened(a, [byAnna, { kind: "agent_joined" }], [byCustomer, says], [byCustomer, says]);
  expect(desk.unread("a")).toBe(2);
  expect(desk.calls).toBe(3);
  desk.choose("a");
  desk.look();
  expect([desk.unread("a"), desk.calls]).toEqual([0, 1]);
});

test("an invitation can be followed or declined without being in the way", async () => {
  const invitations = [{ agent: anna, by: "ben", takes_over: true }];
  const asked = row("theirs", { phase: "chatting", agents: [ben], invitations, seq: 2 });
  changed(asked);
  expect(desk.invitations.map(({ id }) => id)).toEqual(["theirs"]);
  const declined = desk.decline("theirs");
  const socket = opened(asked);
  expect(socket.commands).toEqual([{ kind: "withdraw_invitation", agent: "anna" }]);
  answer(socket, null);
  await declined;
  expect([log("theirs"), desk.chosen]).toEqual([undefined, null]);
  desk.accept("theirs");
  expect(opened(asked).commands).toEqual([{ kind: "take" }]);
});

test("a new link is a new offer in place of the old one", async () => {
  const state = { phase: "upgrading", agents: [anna], upgrade: "offered", seq: 2 } as const;
  const upgrading = row("a", { ...state, agents: [anna] });
  changed(upgrading);
  desk.choose("a");
  const socket = opened(upgrading);
  const again = desk.offerAgain();
  expect(socket.commands).toEqual([{ kind: "cancel_upgrade" }]);
  answer(socket, null);
  await eventually(() => expect(socket.commands.at(-1)).toEqual({ kind: "upgrade" }));
  answer(socket, null);
  await again;
});

test("a caller who enters the code brings the session to the front", () => {
  desk.code.made = { code: "123456789", expires_at: Date.now() + 60_000 };
  desk.dialog = "phoneCode";
  changed(mine("called", { mode: "phone" }));
  expect([desk.chosen, desk.dialog, desk.code.made]).toEqual(["called", null, null]);
});

test("a session that ends stays as a tab until it is closed", () => {
  changed(mine("a"));
  desk.choose("a");
  changed(row("a", { phase: "ended", agents: [anna], seq: 3 }));
  expect(desk.list.get("a")).toBeUndefined();
  expect(desk.current?.ended).toBe(true);
  desk.shut(desk.current!);
  expect([desk.tabs, desk.chosen, log("a")]).toEqual([[], null, undefined]);
});

test("a session that is handed over leaves the tabs, one that is gone leaves the list", () => {
  changed(mine("a"));
  changed(row("a", { phase: "chatting", agents: [ben], seq: 5 }));
  expect([desk.tabs, log("a")]).toEqual([[], undefined]);
  list().say({ type: "gone", session: "a" });
  expect(desk.list.get("a")).toBeUndefined();
});

test("the next session with news is one press away", () => {
  changed(mine("a"));
  changed(mine("b"));
  desk.choose("a");
  desk.look();
  desk.act("nextUnread");
  expect(desk.chosen).toBe("b");
});
