// Which parts of a decoded picture to convert and draw: converting colours costs by area, and a
// whole picture costs a hundred times what a line of text does. Pure; used by the canvas.
import type { Rect } from "./message";

/** A part of a picture, and the rectangles to paint from it. */
export interface Crop {
  /** Contains the rectangles; its corners lie on even pixels. */
  box: Rect;
  rects: Rect[];
}

/** What drawing once costs besides its area, in pixels (measured without a GPU). */
const drawingPixels = 10_000;
/** Pixels around a rectangle that a smooth chroma filter may look at. */
const margin = 2;

/** One crop around all rectangles, or one for each where they lie far apart. */
export function cropsOf(rects: Rect[], width: number, height: number): Crop[] {
  if (rects.length === 0) return [];
  const around = (some: Rect[]): Crop => ({ box: boxOf(some, width, height), rects: some });
  const together = around(rects);
  const apart = rects.map((rect) => around([rect]));
  return costOf(apart) < costOf([together]) ? apart : [together];
}

function boxOf(rects: Rect[], width: number, height: number): Rect {
  const even = (value: number) => value - (value % 2);
  const least = (edges: number[]) => even(Math.max(Math.min(...edges) - margin, 0));
  const most = (edges: number[], limit: number) =>
    Math.min(even(Math.max(...edges) + margin + 1), limit);
  const x = least(rects.map((rect) => rect.x));
  const y = least(rects.map((rect) => rect.y));
  const right = most(
    rects.map((rect) => rect.x + rect.width),
    width,
  );
  const bottom = most(
    rects.map((rect) => rect.y + rect.height),
    height,
  );
  return { x, y, width: right - x, height: bottom - y };
}

function costOf(crops: Crop[]): number {
  return crops.reduce((sum, { box }) => sum + drawingPixels + box.width * box.height, 0);
}
