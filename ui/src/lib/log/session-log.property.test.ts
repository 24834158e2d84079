// Random sessions over a bad line: whatever is cut, lost, repeated or reloaded, every message is in
// the log once, in the order in which it was written, and the page shows exactly the log.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { entriesOf, unlogged } from "./entries";
import { SessionLog } from "./session-log";
import { FakePortal, session, storage } from "./testing/fake-portal";
import { stateAt } from "../testing/samples";
import { en } from "../texts/en";

/** A small generator, so that a failing seed can be played again (mulberry32). */
function generator(seed: number): () => number {
  let value = seed;
  return () => {
    value = (value + 0x6d2b79f5) | 0;
    let mixed = Math.imul(value ^ (value >>> 15), 1 | value);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function play(seed: number): Promise<void> {
  const random = generator(seed);
  const portal = new FakePortal();
  const keep = storage();
  const written: string[] = [];
  const open = () => {
    const log = new SessionLog({
      session,
      side: "customer",
      keep,
      socketUrl: (path) => `ws://portal${path}`,
      open: portal.open,
      random,
      onChange: (snapshot) => {
        const numbers = snapshot.events.map((event) => event.seq);
        expect(numbers).toEqual(numbers.map((_, index) => index + 1));
        const waiting = unlogged(snapshot.pending, snapshot.events, () => true);
        expect(snapshot.events.length + waiting.length).toBeLessThanOrEqual(
          portal.events.length + written.length,
        );
      },
    });
    log.start();
    return log;
  };
  let log = open();
  const steps: (() => unknown)[] = [
    () => {
      // A few texts come again, as people's do.
      written.push(random() < 0.2 ? "ok" : `message ${written.length}`);
      void log.send({ kind: "say", text: written.at(-1) ?? "" });
    },
    () => void portal.happen({ kind: "consent_asked" }),
    () => portal.deliver(1 + Math.floor(random() * 3)),
    () => portal.deliver(),
    () => portal.socket?.drop(),
    () => portal.socket?.toPage.splice(0, 1) && portal.socket?.drop(),
    () => {
      const events = portal.events.slice(-3);
      if (portal.socket?.greeted && log.snapshot.events.length === portal.events.length) {
        portal.socket.show({ type: "events", events, state: stateAt(portal.events.length) });
      }
    },
    () => vi.advanceTimersByTimeAsync(Math.floor(random() * 12_000)),
    () => {
      log.stop();
      log = open();
    },
  ];
  for (let step = 0; step < 60; step++) await steps[Math.floor(random() * steps.length)]?.();
  for (let round = 0; round < 6; round++) {
    await vi.advanceTimersByTimeAsync(16_000);
    portal.deliver();
    portal.deliver();
  }
  const said = portal.events.flatMap((event) => (event.kind === "message" ? [event.text] : []));
  expect(said, `seed ${seed}`).toEqual(written);
  expect(log.snapshot.events).toEqual(portal.events);
  expect(log.snapshot.pending).toEqual([]);
  const bubbles = entriesOf(log.snapshot.events, en.log, en).filter((e) => e.kind === "message");
  expect(bubbles).toHaveLength(written.length);
  log.stop();
}

test.each([0, 1, 2, 3, 4, 5, 6, 7])("bad lines, seeds %i hundred and up", async (hundred) => {
  for (let seed = hundred * 100; seed < hundred * 100 + 50; seed++) await play(seed);
});
