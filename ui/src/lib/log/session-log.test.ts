// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Event } from "../protocol.generated";
import { SessionLog, type LogSnapshot } from "./session-log";
import { FakePortal, session, storage } from "./testing/fake-portal";
import { stateAt } from "../testing/samples";

function page(portal: FakePortal, keep = storage(), worthTrying?: () => Promise<boolean>) {
  const seen: LogSnapshot[] = [];
  const log = new SessionLog({
    session,
    side: "customer",
    keep,
    socketUrl: (path) => `ws://portal${path}`,
    open: portal.open,
    random: () => 0,
    onChange: (snapshot) => seen.push(snapshot),
    ...(worthTrying ? { worthTrying } : {}),
  });
  log.start();
  return { log, seen, keep };
}

const seqs = (events: readonly Event[]) => events.map((event) => event.seq);
const agent = { role: "agent", id: "a", name: "Anna" } as const;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("reading", () => {
  test("opens at 0, takes the log, goes on live and resumes after the last number", () => {
    const portal = new FakePortal();
    portal.happen({ kind: "agent_joined" }, agent);
    const { log } = page(portal);
    expect(log.snapshot.connection).toBe("connecting");
    portal.deliver();
    expect(log.snapshot.connection).toBe("online");
    portal.happen({ kind: "message", text: "Hi" }, agent);
    portal.deliver();
    expect(seqs(log.snapshot.events)).toEqual([1, 2]);

    portal.socket?.drop();
    expect(log.snapshot.connection).toBe("offline");
    portal.happen({ kind: "message", text: "while away" }, agent);
    vi.advanceTimersByTime(400);
    expect(portal.socket?.url).toBe(
      `ws://portal/api/v1/sessions/${session}/log?after=2&as=customer`,
    );
    portal.deliver();
    expect(seqs(log.snapshot.events)).toEqual([1, 2, 3]);
    log.stop();
  });

  test("shows a repeated event once and asks again after a gap", () => {
    const portal = new FakePortal();
    portal.happen({ kind: "agent_joined" }, agent);
    const { log } = page(portal);
    portal.deliver();
    const again = { type: "events", events: portal.events, state: stateAt(1) };
    portal.socket?.show(again);
    expect(seqs(log.snapshot.events)).toEqual([1]);

    const late = { ...portal.events[0], seq: 3 };
    portal.socket?.show({ type: "events", events: [late], state: stateAt(3) });
    expect(log.snapshot.connection).toBe("offline");
    expect(seqs(log.snapshot.events)).toEqual([1]);
    log.stop();
  });

  test("an unreadable message makes a new connection and nothing else", () => {
    const portal = new FakePortal();
    const { log } = page(portal);
    portal.deliver();
    portal.socket?.onmessage?.({ data: "{" } as never);
    expect(log.snapshot.connection).toBe("offline");
    log.stop();
  });

  test("presence is forgotten with the connection", () => {
    const portal = new FakePortal();
    const { log } = page(portal);
    portal.deliver();
    portal.socket?.show({ type: "presence", web: true, app: false, agent: true });
    expect(log.snapshot.presence).toEqual({ web: true, app: false, agent: true });
    portal.socket?.drop();
    expect(log.snapshot.presence.agent).toBe(false);
    log.stop();
  });

  test("the other side's typing ends by itself, with its message, and is not one's own", () => {
    const portal = new FakePortal();
    const { log } = page(portal);
    portal.deliver();
    portal.socket?.show({ type: "signal", signal: { kind: "customer_typing", active: true } });
    expect(log.snapshot.typing).toBe(false);
    const typing = { type: "signal", signal: { kind: "agent_typing", active: true } };
    portal.socket?.show(typing);
    expect(log.snapshot.typing).toBe(true);
    vi.advanceTimersByTime(6_000);
    expect(log.snapshot.typing).toBe(false);
    portal.socket?.show(typing);
    portal.happen({ kind: "message", text: "Hi" }, agent);
    portal.deliver();
    expect(log.snapshot.typing).toBe(false);
    log.stop();
  });
});

describe("sending", () => {
  test("a confirmed message leaves the outbox only once its event is here", async () => {
    const portal = new FakePortal();
    const { log } = page(portal);
    portal.deliver();
    const outcome = log.send({ kind: "say", text: "Hello" });
    const id = log.snapshot.pending[0]?.id;
    portal.socket?.show({ type: "confirmed", command: id, seq: 1 });
    expect(log.snapshot.pending.map((item) => item.seq)).toEqual([1]);
    await expect(outcome).resolves.toEqual({ ok: true, seq: 1 });
    portal.deliver();
    expect(log.snapshot.pending).toEqual([]);
    expect(seqs(log.snapshot.events)).toEqual([1]);
    log.stop();
  });

  test("what was written without a connection is sent with it, in order and once", () => {
    const portal = new FakePortal();
    const { log, keep } = page(portal);
    void log.send({ kind: "say", text: "one" });
    void log.send({ kind: "say", text: "two" });
    portal.deliver();
    portal.deliver();
    const said = portal.events.map((event) => event.kind === "message" && event.text);
    expect(said).toEqual(["one", "two"]);
    expect(log.snapshot.pending).toEqual([]);
    expect(keep.size()).toBe(0);
    log.stop();
  });

  test("a reload sends again under the same id, so that it is carried out once", () => {
    const portal = new FakePortal();
    const { log, keep } = page(portal);
    portal.deliver();
    void log.send({ kind: "say", text: "Hello" });
    portal.deliver(1);
    const id = log.snapshot.pending[0]?.id;
    log.stop();

    const second = page(portal, keep);
    expect(second.log.snapshot.pending.map((item) => item.id)).toEqual([id]);
    portal.deliver();
    portal.deliver();
    expect(portal.events).toHaveLength(1);
    expect(second.log.snapshot.pending).toEqual([]);
    second.log.stop();
  });

  test("a refused message stays with its reason until its writer removes it", async () => {
    const portal = new FakePortal();
    const { log } = page(portal);
    portal.deliver();
    portal.refuse = "message_invalid";
    const outcome = log.send({ kind: "say", text: "Hello" });
    const other = log.send({ kind: "end" });
    portal.deliver();
    await expect(outcome).resolves.toEqual({ ok: false, code: "message_invalid" });
    await expect(other).resolves.toEqual({ ok: false, code: "message_invalid" });
    expect(log.snapshot.pending.map((item) => item.refused)).toEqual(["message_invalid"]);
    log.forget(log.snapshot.pending[0]?.id ?? "");
    expect(log.snapshot.pending).toEqual([]);
    log.stop();
  });

  test("a silent line is given up and the command sent on a new one", () => {
    const portal = new FakePortal();
    const { log } = page(portal);
    portal.deliver();
    void log.send({ kind: "say", text: "Hello" });
    const first = portal.socket;
    vi.advanceTimersByTime(10_000);
    expect(first?.open).toBe(false);
    vi.advanceTimersByTime(400);
    portal.deliver();
    portal.deliver();
    expect(portal.events).toHaveLength(1);
    log.stop();
  });

  test("typing is signalled now and then, and its end once", () => {
    const portal = new FakePortal();
    const { log } = page(portal);
    portal.deliver();
    log.signalTyping(false);
    log.signalTyping(true);
    log.signalTyping(true);
    vi.advanceTimersByTime(3_000);
    log.signalTyping(true);
    log.signalTyping(false);
    log.signalTyping(false);
    const active = portal.socket?.toPortal.map(
      (sent) => sent.type === "signal" && sent.signal.active,
    );
    expect(active).toEqual([true, true, false]);
    log.stop();
  });
});

describe("giving up", () => {
  test("`closing` for good stops, `unavailable` comes back", () => {
    const portal = new FakePortal();
    const { log } = page(portal);
    portal.deliver();
    portal.socket?.show({ type: "closing", code: "unavailable" });
    portal.socket?.drop();
    expect(log.snapshot.connection).toBe("offline");
    vi.advanceTimersByTime(400);
    portal.deliver();
    portal.socket?.show({ type: "closing", code: "not_in_session" });
    expect(log.snapshot).toMatchObject({ connection: "closed", closedBy: "not_in_session" });
    vi.advanceTimersByTime(120_000);
    expect(portal.sockets).toHaveLength(2);
  });

  test("an ended session is not connected to again", () => {
    const portal = new FakePortal();
    const { log } = page(portal);
    portal.deliver();
    const ended = stateAt(0, { phase: "ended" });
    portal.socket?.show({ type: "events", events: [], state: ended });
    portal.socket?.drop();
    expect(log.snapshot.connection).toBe("closed");
    expect(log.snapshot.state?.phase).toBe("ended");
  });

  test("a door that stays shut is asked about, and left alone if that is no use", async () => {
    const portal = new FakePortal();
    const { log } = page(portal, storage(), () => Promise.resolve(false));
    portal.socket?.drop();
    await vi.runAllTimersAsync();
    expect(log.snapshot.connection).toBe("closed");
    expect(portal.sockets).toHaveLength(1);
  });

  test("a portal that does not answer is tried again, ever more slowly", async () => {
    const portal = new FakePortal();
    const { log } = page(portal, storage(), () => Promise.reject(new Error("offline")));
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const before = Date.now();
      portal.socket?.drop();
      const count = portal.sockets.length;
      while (portal.sockets.length === count) await vi.advanceTimersToNextTimerAsync();
      waits.push(Date.now() - before);
    }
    expect(waits).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 7_500, 7_500]);
    log.stop();
  });
});
