// Parts of a picture that are worth drawing.
import { expect, test } from "vitest";

import { cropsOf } from "./crop";

const rect = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

test("no rectangle, no drawing", () => expect(cropsOf([], 1920, 1080)).toEqual([]));

test("a box has even corners and a margin, within the picture", () => {
  const boxes = (x: number, y: number, width: number, height: number) =>
    cropsOf([rect(x, y, width, height)], 1920, 1080).map(({ box }) => box);
  expect(boxes(301, 401, 33, 57)).toEqual([rect(298, 398, 38, 62)]);
  expect(boxes(0, 0, 1920, 1080)).toEqual([rect(0, 0, 1920, 1080)]);
  expect(boxes(1919, 1079, 1, 1)).toEqual([rect(1916, 1076, 4, 4)]);
});

test("neighbours share a drawing, what lies far apart does not", () => {
  const line = Array.from({ length: 40 }, (_, index) => rect(index * 40, 500, 20, 13));
  expect(cropsOf(line, 1920, 1080)).toHaveLength(1);
  const corners = [rect(0, 0, 20, 20), rect(1900, 1060, 20, 20)];
  expect(cropsOf(corners, 1920, 1080).map((crop) => crop.rects)).toEqual(corners.map((r) => [r]));
});
