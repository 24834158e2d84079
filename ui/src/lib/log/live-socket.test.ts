// What a live socket does when its page is left and come back to.
import { afterEach, expect, test } from "vitest";

import { LiveSocket, type Connection, type SocketLike } from "./live-socket";

const changes: Connection[] = [];
const closed: number[] = [];
let opened = 0;

function open(): SocketLike {
  const number = ++opened;
  const nothing = { onopen: null, onmessage: null, onclose: null, onerror: null };
  return { ...nothing, protocol: "p", send: () => undefined, close: () => closed.push(number) };
}

const socket = new LiveSocket({
  url: () => "ws://portal",
  protocol: "p",
  onMessage: () => undefined,
  onChange: (connection) => changes.push(connection),
  open,
});

afterEach(() => socket.stop());

test("a page that is left lets go of its socket, and has a new one when it is shown again", () => {
  socket.start();
  socket.confirmOnline();
  window.dispatchEvent(new Event("pagehide"));
  expect(closed).toEqual([1]);
  expect(changes).toEqual(["online", "offline"]);
  window.dispatchEvent(new Event("pageshow"));
  expect(opened).toBe(2);
  socket.stop();
  window.dispatchEvent(new Event("pageshow"));
  expect(opened).toBe(2);
});
