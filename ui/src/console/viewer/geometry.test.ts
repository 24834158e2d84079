// Where the picture stands, on ordinary and dense screens, and how far it is zoomed.
import { expect, test } from "vitest";

import { nextZoom, pixelAt, place, turnedZoom } from "./geometry";

const picture = { width: 1920, height: 1080 };
const room = (width: number, height: number, x = 0, y = 0) => ({ width, height, x, y });

test("a large picture is shrunk to fit, in the middle", () => {
  const placed = place(picture, room(960, 800), 1, "fit");
  expect(placed).toMatchObject({ width: 960, height: 540, left: 0, top: 130, exact: false });
  expect(placed.larger).toBe(false);
});

test("a small picture is enlarged to fit, but not by a blur of a few pixels", () => {
  expect(place(picture, room(3840, 2160), 1, "fit")).toMatchObject({ scale: 2, exact: true });
  const near = place(picture, room(1921, 1101), 1, "fit");
  expect(near).toMatchObject({ width: 1920, top: 11, exact: true });
});

test.each([1, 1.1, 1.25, 1.5, 2])("1:1 means screen pixels where there are %d for one", (ratio) => {
  const placed = place(picture, room(800, 600), ratio, 1);
  expect(placed).toMatchObject({ magnification: 1, exact: true });
  expect(placed.width * ratio).toBeCloseTo(1920);
});

test("a picture larger than its stage starts in the corner, so that it can be scrolled", () => {
  const placed = place(picture, room(800, 600), 1, 1);
  expect(placed).toMatchObject({ left: 0, top: 0, width: 1920, larger: true });
});

test.each([1, 1.25, 1.5, 2])("edges lie on screen pixels of the page, %d for one", (ratio) => {
  for (const [x, y] of [
    [0, 0],
    [3, 41],
    [17.4, 52.6],
  ] as const) {
    const small = { width: 100, height: 100 };
    for (const zoom of [1, 2, "fit"] as const) {
      const { left, top } = place(small, room(203, 207, x, y), ratio, zoom);
      for (const edge of [(x + left) * ratio, (y + top) * ratio]) {
        expect(Math.abs(edge - Math.round(edge))).toBeLessThan(1e-6);
      }
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    }
  }
});

test("zooming goes in steps and stops at both ends", () => {
  expect(nextZoom(1, true)).toBe(1.25);
  expect(nextZoom(1, false)).toBe(0.9);
  expect(nextZoom(0.87, true)).toBe(0.9);
  expect([nextZoom(4, true), nextZoom(0.25, false)]).toEqual([4, 0.25]);
  expect(nextZoom(0.1, true)).toBe(0.25);
});

test("the wheel zooms both ways, in bounds, and holds at 1:1", () => {
  expect(turnedZoom(2, -100)).toBeGreaterThan(2);
  expect(turnedZoom(2, 100)).toBeLessThan(2);
  expect([turnedZoom(4, -9_999), turnedZoom(0.25, 9_999)]).toEqual([4, 0.25]);
  expect([turnedZoom(0.9, -120), turnedZoom(1.1, 120)]).toEqual([1, 1]);
  expect(turnedZoom(1, -120)).toBeGreaterThan(1);
});

test("a place on the picture is a pixel of it, or none", () => {
  expect(pixelAt(picture, 0.5, 10.4, 20)).toEqual({ x: 20, y: 40 });
  expect(pixelAt(picture, 0.5, 959.9, 539.9)).toEqual({ x: 1919, y: 1079 });
  expect(pixelAt(picture, 0.5, 960, 10)).toBeNull();
  expect(pixelAt(picture, 0.5, -0.1, 10)).toBeNull();
});
