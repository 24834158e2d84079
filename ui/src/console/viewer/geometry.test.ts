// Where the picture stands, on ordinary and dense screens.
import { expect, test } from "vitest";

import { place } from "./geometry";

const picture = { width: 1920, height: 1080 };

test("a large picture is shrunk to fit, in the middle", () => {
  const placed = place(picture, { width: 960, height: 800 }, 1, "fit");
  expect(placed).toMatchObject({ width: 960, height: 540, left: 0, top: 130, exact: false });
});

test("a small picture is enlarged to fit, but not by a blur of a few pixels", () => {
  expect(place(picture, { width: 3840, height: 2160 }, 1, "fit").scale).toBe(2);
  const near = place(picture, { width: 1921, height: 1101 }, 1, "fit");
  expect(near).toMatchObject({ width: 1920, left: 0, top: 10, exact: true });
});

test("1:1 means screen pixels, also on a dense screen", () => {
  const placed = place(picture, { width: 800, height: 600 }, 2, "actual");
  expect(placed).toMatchObject({ width: 960, height: 540, left: 0, top: 30, exact: true });
});

test("a picture larger than its stage starts in the corner, so that it can be scrolled", () => {
  const placed = place(picture, { width: 800, height: 600 }, 1, "actual");
  expect(placed).toMatchObject({ left: 0, top: 0, width: 1920 });
});

test("edges lie on screen pixels", () => {
  const { left, top } = place(
    { width: 100, height: 100 },
    { width: 203, height: 207 },
    2,
    "actual",
  );
  expect([left * 2, top * 2].every(Number.isInteger)).toBe(true);
});
