// The view socket comes back by itself, with growing pauses, until it is stopped.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ViewSocket, type BinarySocket } from "./socket";

class FakeSocket implements BinarySocket {
  binaryType: BinaryType = "blob";
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  sent: Uint8Array[] = [];
  closed = false;
  send(message: Uint8Array<ArrayBuffer>): void {
    this.sent.push(message);
  }
  close(): void {
    this.closed = true;
  }
}

let sockets: FakeSocket[];
let log: string[];
let view: ViewSocket;

function last(): FakeSocket {
  const socket = sockets.at(-1);
  if (!socket) throw new Error("no attempt was made");
  return socket;
}

beforeEach(() => {
  vi.useFakeTimers();
  [sockets, log] = [[], []];
  const open = () => (sockets.push(new FakeSocket()), last());
  view = new ViewSocket(open, {
    opened: () => log.push("opened"),
    message: (bytes) => log.push(`message ${bytes.byteLength}`),
    closed: () => log.push("closed"),
  });
  view.start();
});

afterEach(() => {
  view.stop();
  vi.useRealTimers();
});

test("messages come as array buffers, and are sent only while open", () => {
  expect(last().binaryType).toBe("arraybuffer");
  view.send(new Uint8Array(1));
  last().onopen?.({} as never);
  view.send(new Uint8Array(2));
  last().onmessage?.({ data: new ArrayBuffer(3) } as never);
  expect(last().sent).toEqual([new Uint8Array(2)]);
  expect(log).toEqual(["opened", "message 3"]);
});

test("a lost connection is made again, later after each failure", () => {
  const pauses = [];
  for (let failure = 0; failure < 5; failure += 1) {
    last().onclose?.({} as never);
    const [before, start] = [sockets.length, Date.now()];
    while (sockets.length === before) vi.advanceTimersByTime(50);
    pauses.push(Date.now() - start);
  }
  expect(pauses[0]).toBeLessThanOrEqual(450);
  expect(pauses[4]).toBeGreaterThanOrEqual(3_000);
  last().onmessage?.({ data: new ArrayBuffer(1) } as never);
  last().onclose?.({} as never);
  const before = sockets.length;
  vi.advanceTimersByTime(450);
  expect(sockets.length).toBe(before + 1);
});

test("hurrying cuts a pause short and leaves a connection alone", () => {
  view.hurry();
  expect(sockets).toHaveLength(1);
  last().onclose?.({} as never);
  view.hurry();
  expect(sockets).toHaveLength(2);
});

test("text, and an attempt that never opens, count as lost", () => {
  last().onmessage?.({ data: "text" } as never);
  expect(sockets[0]?.closed).toBe(true);
  vi.advanceTimersByTime(1_000);
  vi.advanceTimersByTime(16_000);
  expect(log).toEqual(["closed", "closed"]);
});

test("nothing is tried after the stop", () => {
  last().onclose?.({} as never);
  view.stop();
  vi.advanceTimersByTime(60_000);
  view.hurry();
  expect(sockets).toHaveLength(1);
});
