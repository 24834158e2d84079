// Which cells count as exact after patches, video and moves.
import { beforeEach, expect, test } from "vitest";

import { ExactCells } from "./exact";
import type { Frame, Operation, Rect } from "./message";

const rect = (x: number, y: number, width: number, height: number): Rect => {
  return { x, y, width, height };
};
const none = new Uint8Array(0);
const patch = (...at: Parameters<typeof rect>): Operation => {
  return { kind: "patch", encoding: "zstd_bgrx", rect: rect(...at), data: none };
};
const video = (...rects: Rect[]): Operation => ({ kind: "video", key: false, rects, data: none });
const move = (from_x: number, from_y: number, to: Rect): Operation => {
  return { kind: "move", from_x, from_y, to };
};

let cells: ExactCells;

/** 100 x 40: seven columns, of which the last is 4 wide, and three rows, the last 8 high. */
function paint(operations: Operation[], more: Partial<Frame> = {}): number {
  const times = { captured_at_us: 0, capture_us: 0, encode_us: 0, send_us: 0, relay_us: 0 };
  const frame = { kind: "frame", sequence: 1, monitor: 0, width: 100, height: 40 } as const;
  cells.painted({ ...frame, times, refresh: false, operations, ...more });
  return Math.round(cells.share * 21);
}

const everything = patch(0, 0, 100, 40);

beforeEach(() => {
  cells = new ExactCells();
});

test("nothing is exact before the first frame, everything after a whole patch", () => {
  expect(cells.share).toBe(0);
  expect(paint([everything], { refresh: true })).toBe(21);
});

test("a patch makes exact what it covers whole, smaller cells at the edges too", () => {
  expect(paint([patch(0, 0, 16, 16)])).toBe(1);
  expect(paint([patch(15, 15, 18, 18)])).toBe(2);
  expect(paint([patch(96, 32, 4, 8)])).toBe(3);
  expect(paint([patch(32, 0, 15, 16), patch(47, 0, 1, 16)])).toBe(3);
});

test("a patch takes nothing away", () => {
  paint([everything]);
  expect(paint([patch(3, 3, 2, 2)])).toBe(21);
});

test("video takes every cell that it touches, and none where it paints nothing", () => {
  paint([everything]);
  expect(paint([video()])).toBe(21);
  expect(paint([video(rect(15, 15, 2, 2), rect(99, 39, 1, 1))])).toBe(16);
});

test("a move copies exactness", () => {
  paint([patch(0, 0, 32, 16)]);
  expect(paint([move(0, 0, rect(48, 16, 32, 16))])).toBe(4);
  expect(paint([move(48, 0, rect(0, 0, 32, 16))])).toBe(2);
});

test("a moved cell is exact only where all that it came from is", () => {
  paint([patch(0, 0, 32, 16)]);
  // Covered whole, from one exact cell and half of an inexact one.
  expect(paint([move(24, 0, rect(48, 16, 16, 16))])).toBe(2);
  expect(paint([move(8, 0, rect(64, 16, 16, 16))])).toBe(3);
});

test("a cell that is covered in part was exact and got only exact pixels", () => {
  paint([patch(0, 0, 32, 16)]);
  expect(paint([move(0, 0, rect(16, 0, 8, 16))])).toBe(2);
  expect(paint([move(64, 0, rect(16, 0, 8, 16))])).toBe(1);
  expect(paint([move(0, 0, rect(48, 0, 8, 16))])).toBe(1);
});

test("a move over itself reads what was there before", () => {
  paint([patch(0, 0, 16, 40)]);
  expect(paint([move(0, 0, rect(16, 0, 64, 40))])).toBe(6);
});

test("a refresh and another size forget everything", () => {
  paint([everything]);
  expect(paint([], { refresh: true })).toBe(0);
  paint([everything]);
  expect(paint([], { width: 99 })).toBe(0);
});
