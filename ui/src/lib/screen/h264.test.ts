// Codec strings from the heads of real streams.
import { expect, test } from "vitest";

import { codecOf } from "./h264";

const bytes = (text: string) => Uint8Array.from(text.split(" ").map((part) => parseInt(part, 16)));

test("the set stands first, behind a long start code", () => {
  expect(codecOf(bytes("0 0 0 1 67 42 c0 28 8c 8d 40"))).toBe("avc1.42c028");
});

test("the set stands behind a delimiter and other units", () => {
  expect(codecOf(bytes("0 0 0 1 9 f0 0 0 1 6 5 1 0 0 1 27 64 0 1f ac"))).toBe("avc1.64001f");
});

test("a set that ends early, other units, and nothing at all give none", () => {
  expect(codecOf(bytes("0 0 1 67 42 c0"))).toBeNull();
  expect(codecOf(bytes("0 0 0 1 65 88 84 1 0 0 1 41 9a"))).toBeNull();
  expect(codecOf(bytes("1 67 42 c0 28"))).toBeNull();
  expect(codecOf(new Uint8Array(0))).toBeNull();
});
