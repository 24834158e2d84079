// What happens to the picture's pixels, and which of them are handed to the canvas.
import { beforeEach, expect, test } from "vitest";

import { PictureMemory } from "./memory";
import type { Rect } from "./message";

const [width, height] = [400, 300];
const rect = (x: number, y: number, w: number, h: number): Rect => ({ x, y, width: w, height: h });

let memory: PictureMemory;

/** A picture whose every pixel has a value of its own. */
function numbered(): Uint32Array {
  return Uint32Array.from({ length: width * height }, (_, at) => at);
}

const at = (x: number, y: number) => memory.pixels[y * width + x];

beforeEach(() => {
  memory = new PictureMemory();
  memory.begin(width, height);
});

test("a new picture is black and has to be handed over whole", () => {
  expect(at(399, 299)).toBe(0xff00_0000);
  expect(memory.takeDamage()).toEqual([rect(0, 0, width, height)]);
  expect(memory.takeDamage()).toEqual([]);
});

test("pixels go into their rectangle and nowhere else", () => {
  memory.takeDamage();
  memory.put(numbered(), rect(10, 20, 3, 2), 5, 100);
  expect([at(9, 20), at(10, 20), at(12, 20), at(13, 20)]).toEqual([0xff00_0000, 5, 7, 0xff00_0000]);
  expect([at(10, 21), at(12, 21), at(10, 22)]).toEqual([105, 107, 0xff00_0000]);
  expect(memory.takeDamage()).toEqual([rect(10, 20, 3, 2)]);
});

test.each([
  ["down", 10, 10, 10, 13],
  ["up", 10, 13, 10, 10],
  ["right", 10, 10, 12, 10],
  ["left", 12, 10, 10, 10],
])("a move %s over itself copies what was there", (_name, from_x, from_y, x, y) => {
  const before = numbered();
  memory.put(before, rect(0, 0, width, height));
  memory.move({ kind: "move", from_x, from_y, to: rect(x, y, 50, 40) });
  for (let row = 0; row < 40; row += 1) {
    const line = Array.from({ length: 50 }, (_, column) => at(x + column, y + row));
    const wanted = Array.from({ length: 50 }, (_, column) => {
      return before[(from_y + row) * width + from_x + column];
    });
    expect(line).toEqual(wanted);
  }
});

test("what lies close together is handed over together, what lies apart is not", () => {
  memory.begin(4_000, 3_000);
  memory.takeDamage();
  const tile = new Uint32Array(256 * 256);
  memory.put(tile, rect(0, 0, 256, 256));
  memory.put(tile, rect(256, 0, 256, 256));
  memory.put(tile, rect(3_000, 2_000, 256, 256));
  expect(memory.takeDamage()).toEqual([rect(0, 0, 512, 256), rect(3_000, 2_000, 256, 256)]);
});

test("however much changes, few rectangles are kept", () => {
  memory.begin(4_000, 2_000);
  memory.takeDamage();
  const dot = new Uint32Array(1);
  for (let y = 0; y < 2_000; y += 150) {
    for (let x = 0; x < 4_000; x += 250) memory.put(dot, rect(x, y, 1, 1));
  }
  expect(memory.takeDamage().length).toBeLessThanOrEqual(64);
});

test("nothing is read or written outside of the picture", () => {
  expect(() => memory.put(new Uint32Array(4), rect(399, 0, 2, 2))).toThrow("outside");
  const to = rect(0, 0, 2, 2);
  expect(() => memory.move({ kind: "move", from_x: 399, from_y: 0, to })).toThrow("outside");
});
