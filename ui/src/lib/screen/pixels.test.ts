// Patches are unpacked exactly, and what lies about its size is refused.
import { expect, test } from "vitest";

import type { Patch } from "./message";
import { pngFits, unpackBgrx } from "./pixels";

const rect = { x: 0, y: 0, width: 2, height: 2 };
const patch = (data: number[], size = rect): Patch => ({
  kind: "patch",
  encoding: "zstd_bgrx",
  rect: size,
  data: Uint8Array.from(data),
});

/** A frame with a one-byte content size and one raw block. */
function stored(bytes: number[]): number[] {
  const block = (bytes.length << 3) | 1;
  const head = [0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes.length];
  return [...head, block & 255, (block >> 8) & 255, block >> 16, ...bytes];
}

const pixels = [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 99, 10, 11, 12, 255];

test("blue, green, red, unused becomes red, green, blue, opaque", () => {
  expect([...unpackBgrx(patch(stored(pixels)))]).toEqual([
    3, 2, 1, 255, 6, 5, 4, 255, 9, 8, 7, 255, 12, 11, 10, 255,
  ]);
});

test("a frame of another size is refused", () => {
  expect(() => unpackBgrx(patch(stored(pixels.slice(4))))).toThrow("wrong size");
  expect(() => unpackBgrx(patch(stored([...pixels, 0])))).toThrow("wrong size");
});

test("content that goes on after the declared size is refused", () => {
  const lying = stored([...pixels, 0, 0, 0, 0]);
  lying[5] = 16;
  expect(() => unpackBgrx(patch(lying))).toThrow();
});

test("damage, early ends and second frames are refused", () => {
  expect(() => unpackBgrx(patch([]))).toThrow();
  expect(() => unpackBgrx(patch([1, 2, 3, 4, 5, 6, 7, 8, 9]))).toThrow();
  expect(() => unpackBgrx(patch(stored(pixels).slice(0, -1)))).toThrow();
  expect(() => unpackBgrx(patch([...stored(pixels), ...stored(pixels)]))).toThrow();
});

test("an enormous declared size sets no memory aside", () => {
  const huge = [0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
  expect(() => unpackBgrx(patch(huge))).toThrow("wrong size");
});

test("a PNG file must have its rectangle's size", () => {
  const head = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
  const png = (width: number) => patch([...head, 0, 0, 0, width, 0, 0, 0, 2]);
  expect(pngFits(png(2))).toBe(true);
  expect(pngFits(png(3))).toBe(false);
  expect(pngFits(patch(head))).toBe(false);
  expect(pngFits(patch(Array.from({ length: 24 }, () => 0)))).toBe(false);
});
