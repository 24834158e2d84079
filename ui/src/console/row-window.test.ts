// @vitest-environment node
import { describe, expect, test } from "vitest";

import { anchorAt, pieces, topOf } from "./row-window";

const ids = Array.from({ length: 500 }, (_, index) => `s${index}`);
const at = (top: number) => ({ top, height: 600, rowHeight: 50 });
const rows = (all: ReturnType<typeof pieces>) =>
  all.flatMap((piece) => (piece.kind === "row" ? [piece.index] : []));
const room = (all: ReturnType<typeof pieces>) =>
  all.reduce((sum, piece) => sum + (piece.kind === "row" ? 1 : piece.rows), 0);

describe("what is drawn", () => {
  test("of 500 rows it is those in sight and a few more, in a list as long as all", () => {
    const drawn = pieces(ids, at(10_000), null);
    expect(rows(drawn)[0]).toBe(192);
    expect(rows(drawn).at(-1)).toBe(219);
    expect(room(drawn)).toBe(500);
  });

  test("the focused row stays drawn wherever the list is scrolled to", () => {
    for (const kept of ["s0", "s499", "s200"]) {
      const drawn = pieces(ids, at(10_000), kept);
      expect(rows(drawn)).toContain(ids.indexOf(kept));
      expect(room(drawn)).toBe(500);
      expect(new Set(drawn.map((piece) => piece.key)).size).toBe(drawn.length);
    }
  });

  test("a short list is drawn whole, an empty one not at all", () => {
    expect(rows(pieces(ids.slice(0, 3), at(0), "gone"))).toEqual([0, 1, 2]);
    expect(pieces([], at(0), null)).toEqual([]);
  });

  test("a list that became shorter than where it is scrolled to shows its end", () => {
    expect(room(pieces(ids.slice(0, 20), at(10_000), null))).toBe(20);
  });
});

describe("anchor", () => {
  test("rows that come and go above move nothing", () => {
    const anchor = anchorAt(ids, 1_020, 50);
    expect(anchor).toEqual({ id: "s20", offset: 20 });
    expect(anchor && topOf(anchor, ["new", ...ids], 50)).toBe(1_070);
    expect(anchor && topOf(anchor, ids.slice(5), 50)).toBe(770);
  });

  test("the beginning stays the beginning, and what has gone holds nothing", () => {
    expect(anchorAt(ids, 0, 50)).toBeNull();
    expect(topOf({ id: "gone", offset: 3 }, ids, 50)).toBeNull();
  });
});
