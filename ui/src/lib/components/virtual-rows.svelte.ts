// Which rows of a long list are drawn: those in sight and some beside them. Owns their measured
// heights and what the reader looks at, so that nothing moves when a height turns out different
// from its estimate. Refuses to touch the page: `MessageList` does that.

/** What a row needs to have here. */
export interface Row {
  readonly key: string;
}

/** The rows to draw, and the room that the others take above and below them. */
export interface Window<Kind> {
  readonly rows: readonly Kind[];
  readonly first: number;
  readonly above: number;
  readonly below: number;
}

/** The row at the top of what is in sight, and how much of it is out of sight. */
interface Anchor {
  readonly key: string;
  readonly index: number;
  readonly hidden: number;
}

/** Pixels drawn above and below what is in sight. */
const beside = 600;
/** What is drawn where the box has no size yet. */
const unknownBox = 900;

export class VirtualRows<Kind extends Row> {
  readonly #rows: () => readonly Kind[];
  readonly #estimate: (row: Kind) => number;
  readonly #heights = new Map<string, number>();
  #measured = $state.raw(0);
  #top = $state.raw(0);
  #box = $state.raw(0);
  #anchor: Anchor | null = null;

  /** Where each row begins; one more for where the last ends. */
  readonly #starts = $derived.by(() => {
    void this.#measured;
    const rows = this.#rows();
    const starts = new Float64Array(rows.length + 1);
    for (const [index, row] of rows.entries()) {
      const height = this.#heights.get(row.key) ?? this.#estimate(row);
      starts[index + 1] = (starts[index] ?? 0) + height;
    }
    return starts;
  });

  readonly #range = $derived.by((): [number, number] => {
    const box = this.#box || unknownBox;
    const first = this.#at(this.#top - beside);
    return [first, Math.min(this.#rows().length, this.#at(this.#top + box + beside) + 1)];
  });

  constructor(rows: () => readonly Kind[], estimate: (row: Kind) => number) {
    this.#rows = rows;
    this.#estimate = estimate;
  }

  get drawn(): Window<Kind> {
    const [first, end] = this.#range;
    const starts = this.#starts;
    return {
      rows: this.#rows().slice(first, end),
      first,
      above: starts[first] ?? 0,
      below: this.height - (starts[end] ?? 0),
    };
  }

  /** Of all rows together. */
  get height(): number {
    return this.#starts.at(-1) ?? 0;
  }

  /** The reader sees this much of the list now, in the list's own pixels. */
  look(top: number, box: number): void {
    this.#top = top;
    this.#box = box;
    const index = this.#at(Math.max(0, top));
    const row = this.#rows()[index];
    const hidden = top - (this.#starts[index] ?? 0);
    this.#anchor = row ? { key: row.key, index, hidden } : null;
  }

  /** Takes in how high rows are in truth. Whether any was estimated differently. */
  measure(heights: Iterable<readonly [string, number]>): boolean {
    let news = false;
    for (const [key, height] of heights) {
      if (height <= 0 || this.#heights.get(key) === height) continue;
      this.#heights.set(key, height);
      news = true;
    }
    if (news) this.#measured++;
    return news;
  }

  /** Other widths make other heights: what was measured is only an estimate again. */
  forget(): void {
    this.#heights.clear();
    this.#measured++;
  }

  /** Where the list has to stand so that the reader goes on seeing the same; null for as it is. */
  get kept(): number | null {
    const anchor = this.#anchor;
    if (anchor === null) return null;
    const rows = this.#rows();
    const same = rows[anchor.index]?.key === anchor.key;
    const index = same ? anchor.index : rows.findIndex((row) => row.key === anchor.key);
    return index < 0 ? null : (this.#starts[index] ?? 0) + anchor.hidden;
  }

  /** The row at this height. */
  #at(y: number): number {
    const starts = this.#starts;
    let [low, high] = [0, Math.max(0, starts.length - 2)];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
