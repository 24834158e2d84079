// What the portal hears of an agent who points.
import { beforeEach, expect, test } from "vitest";

import { decodeMessage } from "./decode";
import { AgentPointer } from "./pointer";

let now: number;
let heard: string[];
let timers: { at: number; callback: () => void }[];
let pointer: AgentPointer;

function pass(ms: number): void {
  const end = now + ms;
  for (;;) {
    const next = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
    if (!next) break;
    timers.splice(timers.indexOf(next), 1);
    now = Math.max(now, next.at);
    next.callback();
  }
  now = end;
}

beforeEach(() => {
  [now, heard, timers] = [1_000, [], []];
  pointer = new AgentPointer({
    now: () => now,
    send: (bytes) => {
      const message = decodeMessage(bytes.buffer);
      if (message.kind !== "pointer") throw new Error("no pointer");
      const at = message.form === "at" ? `${message.monitor}:${message.x},${message.y}` : "away";
      heard.push(`${now} ${at}`);
    },
    later: (callback, ms) => timers.push({ at: now + ms, callback }),
  });
});

test("the first place is said at once, then the newest 34 ms later", () => {
  pointer.point({ x: 1, y: 2 }, 0);
  for (let x = 2; x < 30; x += 1) {
    pass(1);
    pointer.point({ x, y: 2 }, 1);
  }
  pass(10);
  expect(heard).toEqual(["1000 0:1,2", "1034 1:29,2"]);
});

test("never more than thirty a second", () => {
  for (let step = 0; step < 3_000; step += 1) {
    pointer.point(step % 7 === 0 ? null : { x: step, y: 0 }, 0);
    pass(1);
  }
  expect(heard.length).toBeLessThanOrEqual(90);
  expect(heard.length).toBeGreaterThan(80);
});

test("leaving is said once, and not by whom never pointed", () => {
  pointer.point(null, 0);
  pass(100);
  pointer.point({ x: 1, y: 2 }, 0);
  pointer.point(null, 0);
  pass(100);
  pointer.point(null, 0);
  pass(5_000);
  pointer.tick();
  expect(heard).toEqual(["1100 0:1,2", "1134 away"]);
});

test("a pointer that rests is said again, one that has left is not", () => {
  pointer.point({ x: 1, y: 2 }, 0);
  for (let tick = 0; tick < 25; tick += 1) {
    pass(100);
    pointer.tick();
  }
  expect(heard).toEqual(["1000 0:1,2", "2000 0:1,2", "3000 0:1,2"]);
});
