// Which pixels the viewer knows exactly: cells of 16x16 pixels that patches have covered and video
// has not touched since. The portal counts the same way for its reports. Pure; fed with every
// painted frame.
import type { Frame, Move, Rect } from "./message";

/** Pixels along one side of a cell; those at the right and lower edge may be smaller. */
export const cellSide = 16;

/** The cells of a picture. */
export class ExactCells {
  #width = 0;
  #height = 0;
  #columns = 0;
  #cells = new Uint8Array(0);

  /** How much of the picture is exact, from 0 to 1. */
  get share(): number {
    const { length } = this.#cells;
    if (length === 0) return 0;
    return this.#cells.reduce((sum, cell) => sum + cell, 0) / length;
  }

  /** Follows what a frame did to the picture. */
  painted(frame: Frame): void {
    const resized = frame.width !== this.#width || frame.height !== this.#height;
    if (frame.refresh || resized) this.#begin(frame);
    for (const operation of frame.operations) {
      if (operation.kind === "video") for (const rect of operation.rects) this.#blur(rect);
      else if (operation.kind === "patch") this.#sharpen(operation.rect);
      else if (operation.kind === "move") this.#move(operation);
    }
  }

  #begin({ width, height }: Frame): void {
    [this.#width, this.#height] = [width, height];
    this.#columns = Math.ceil(width / cellSide);
    this.#cells = new Uint8Array(this.#columns * Math.ceil(height / cellSide));
  }

  #blur(rect: Rect): void {
    this.#each(rect, (cell) => (this.#cells[cell] = 0));
  }

  /** Cells that are covered in part stay as they were. */
  #sharpen(rect: Rect): void {
    this.#each(rect, (cell, whole) => {
      if (whole) this.#cells[cell] = 1;
    });
  }

  /** A cell is what it shows: exact where all that came is, and all that stayed. */
  #move({ from_x, from_y, to }: Move): void {
    const before = this.#cells.slice();
    this.#each(to, (cell, whole, part) => {
      const source = { ...part, x: part.x - to.x + from_x, y: part.y - to.y + from_y };
      let exact = whole || before[cell] === 1;
      this.#each(source, (other) => (exact &&= before[other] === 1));
      this.#cells[cell] = exact ? 1 : 0;
    });
  }

  /** Visits the cells that a rectangle touches, with the part of it that lies in each. */
  #each(rect: Rect, visit: (cell: number, whole: boolean, part: Rect) => void): void {
    const [right, bottom] = [rect.x + rect.width, rect.y + rect.height];
    for (let row = Math.floor(rect.y / cellSide); row * cellSide < bottom; row += 1) {
      const [top, end] = bounds(row, this.#height);
      for (let column = Math.floor(rect.x / cellSide); column * cellSide < right; column += 1) {
        const [left, stop] = bounds(column, this.#width);
        const [x, y] = [Math.max(left, rect.x), Math.max(top, rect.y)];
        const [width, height] = [Math.min(stop, right) - x, Math.min(end, bottom) - y];
        const whole = width === stop - left && height === end - top;
        visit(row * this.#columns + column, whole, { x, y, width, height });
      }
    }
  }
}

/** Where a cell begins and ends along one side of the picture. */
function bounds(index: number, side: number): [number, number] {
  return [index * cellSide, Math.min((index + 1) * cellSide, side)];
}
