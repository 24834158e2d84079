// Patches are unpacked exactly, and what lies about its size is refused.
import { expect, test } from "vitest";

import type { Patch } from "./message";
import { pngFits, unpackPixels } from "./pixels";

const rect = { x: 0, y: 0, width: 2, height: 2 };
const patch = (data: number[], encoding: Patch["encoding"] = "zstd_bgrx"): Patch => ({
  kind: "patch",
  encoding,
  rect,
  data: Uint8Array.from(data),
});

/** A frame with a one-byte content size and one raw block. */
function stored(bytes: number[]): number[] {
  const block = (bytes.length << 3) | 1;
  const head = [0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes.length];
  return [...head, block & 255, (block >> 8) & 255, block >> 16, ...bytes];
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array<ArrayBuffer>) => [
  ...new Uint8Array(buffer, byteOffset, byteLength),
];

const pixels = [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 99, 10, 11, 12, 255];

test("blue, green, red, unused becomes red, green, blue, opaque", () => {
  expect(bytesOf(unpackPixels(patch(stored(pixels))))).toEqual([
    3, 2, 1, 255, 6, 5, 4, 255, 9, 8, 7, 255, 12, 11, 10, 255,
  ]);
});

test("numbers of colours become the colours", () => {
  const colours = [1, 10, 20, 30, 40, 50, 60];
  const unpacked = unpackPixels(patch(stored([...colours, 1, 0, 0, 1]), "zstd_indexed"));
  const [one, other] = [
    [30, 20, 10, 255],
    [60, 50, 40, 255],
  ];
  expect(bytesOf(unpacked)).toEqual([...other!, ...one!, ...one!, ...other!]);
});

test("a list of colours that does not fit its patch is refused, an unknown number is black", () => {
  const indexed = (bytes: number[]) => unpackPixels(patch(stored(bytes), "zstd_indexed"));
  expect(() => indexed([2, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0])).toThrow("wrong size");
  expect(() => indexed([0, 1, 2, 3, 0, 0, 0])).toThrow("wrong size");
  expect(bytesOf(indexed([0, 1, 2, 3, 0, 0, 0, 9])).slice(12)).toEqual([0, 0, 0, 255]);
});

test("what a prediction leaves becomes pixels", () => {
  // Planes of 2 by 2 for the blue, green, red of (1 2 3) (4 5 6) / (7 8 9) (250 1 2).
  const planes = [255, 0, 0, 250, 2, 3, 6, 249, 1, 0, 0, 0];
  const unpacked = unpackPixels(patch(stored(planes), "zstd_residual"));
  expect(bytesOf(unpacked)).toEqual([3, 2, 1, 255, 6, 5, 4, 255, 9, 8, 7, 255, 2, 1, 250, 255]);
  const plain = [254, 254, 254, 249, 2, 5, 8, 1, 1, 1, 1, 1];
  const joined = unpackPixels(patch(stored(plain), "zstd_planes"));
  expect(bytesOf(joined)).toEqual([3, 2, 0, 255, 6, 5, 3, 255, 9, 8, 6, 255, 2, 1, 250, 255]);
  expect(() => unpackPixels(patch(stored(planes.slice(1)), "zstd_residual"))).toThrow("wrong size");
});

test("a frame of another size is refused", () => {
  expect(() => unpackPixels(patch(stored(pixels.slice(4))))).toThrow("wrong size");
  expect(() => unpackPixels(patch(stored([...pixels, 0])))).toThrow("wrong size");
});

test("content that goes on after the declared size is refused", () => {
  const lying = stored([...pixels, 0, 0, 0, 0]);
  lying[5] = 16;
  expect(() => unpackPixels(patch(lying))).toThrow();
});

test("damage, early ends and second frames are refused", () => {
  expect(() => unpackPixels(patch([]))).toThrow();
  expect(() => unpackPixels(patch([1, 2, 3, 4, 5, 6, 7, 8, 9]))).toThrow();
  expect(() => unpackPixels(patch(stored(pixels).slice(0, -1)))).toThrow();
  expect(() => unpackPixels(patch([...stored(pixels), ...stored(pixels)]))).toThrow();
});

test("a checksum behind the content is no second frame", () => {
  const checked = [...stored(pixels), 1, 2, 3, 4];
  checked[4] = 0x24;
  expect(unpackPixels(patch(checked))).toHaveLength(4);
});

test("a frame that does not say how large its content is is refused", () => {
  const silent = stored(pixels);
  silent.splice(4, 2, 0x00, 0x58);
  expect(() => unpackPixels(patch(silent))).toThrow("wrong size");
});

test("an enormous declared size sets no memory aside", () => {
  const huge = [0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
  expect(() => unpackPixels(patch(huge))).toThrow("wrong size");
});

test("a PNG file must have its rectangle's size", () => {
  const head = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
  const png = (width: number) => patch([...head, 0, 0, 0, width, 0, 0, 0, 2]);
  expect(pngFits(png(2))).toBe(true);
  expect(pngFits(png(3))).toBe(false);
  expect(pngFits(patch(head))).toBe(false);
  expect(pngFits(patch(Array.from({ length: 24 }, () => 0)))).toBe(false);
});
