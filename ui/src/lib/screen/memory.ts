// The picture in memory, where patches and moves are made: a canvas copies all of itself before it
// is drawn onto itself, which costs more than everything else together. Remembers what changed
// until the canvas has it. Pure; painted by `canvas.ts`.
import type { Move, Rect } from "./message";

/** Opaque black as the bytes R, G, B, A read as one number. */
const black = 0xff00_0000;
/** What handing over one rectangle costs besides its area, in pixels (measured without a GPU). */
const handingPixels = 30_000;
/** Rectangles that are looked after one by one; more become one. */
const mostDamage = 64;

/** Pixels of a picture, R, G, B, A each, in rows without gaps. */
export class PictureMemory {
  #width = 0;
  #height = 0;
  #pixels = new Uint32Array(0);
  #damage: Rect[] = [];

  get width(): number {
    return this.#width;
  }

  get height(): number {
    return this.#height;
  }

  /** All pixels; valid until the size changes. */
  get pixels(): Uint32Array<ArrayBuffer> {
    return this.#pixels;
  }

  /** Starts anew in black with this size. */
  begin(width: number, height: number): void {
    if (width * height !== this.#pixels.length) this.#pixels = new Uint32Array(width * height);
    [this.#width, this.#height] = [width, height];
    this.#pixels.fill(black);
    this.#damage = [{ x: 0, y: 0, width, height }];
  }

  /**
   * Takes pixels for a rectangle over. They begin at index `from` and their rows are `stride`
   * pixels apart.
   */
  put(pixels: Uint32Array, at: Rect, from = 0, stride = at.width): void {
    this.#check(at);
    for (let row = 0; row < at.height; row += 1) {
      const start = from + row * stride;
      this.#pixels.set(pixels.subarray(start, start + at.width), this.#index(at.x, at.y + row));
    }
    this.#changed(at);
  }

  /** Copies from elsewhere in the picture, also where source and target overlap. */
  move({ from_x, from_y, to }: Move): void {
    this.#check(to);
    this.#check({ ...to, x: from_x, y: from_y });
    const down = to.y > from_y;
    for (let done = 0; done < to.height; done += 1) {
      const row = down ? to.height - 1 - done : done;
      const start = this.#index(from_x, from_y + row);
      this.#pixels.copyWithin(this.#index(to.x, to.y + row), start, start + to.width);
    }
    this.#changed(to);
  }

  /** What has changed since this was asked last: few rectangles, which may overlap. */
  takeDamage(): Rect[] {
    const damage = this.#damage;
    this.#damage = [];
    return damage;
  }

  #index(x: number, y: number): number {
    return y * this.#width + x;
  }

  #check({ x, y, width, height }: Rect): void {
    const inside = x >= 0 && y >= 0 && x + width <= this.#width && y + height <= this.#height;
    if (!inside) throw new Error("a rectangle is outside of the picture");
  }

  /** Joins rectangles where one larger is cheaper to hand over than two. */
  #changed(rect: Rect): void {
    let grown = rect;
    const apart: Rect[] = [];
    for (const other of this.#damage) {
      const joined = around(grown, other);
      const cheaper = area(joined) <= area(grown) + area(other) + handingPixels;
      if (cheaper || this.#damage.length >= mostDamage) grown = joined;
      else apart.push(other);
    }
    this.#damage = [...apart, grown];
  }
}

function around(one: Rect, other: Rect): Rect {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}

function area({ width, height }: Rect): number {
  return width * height;
}
