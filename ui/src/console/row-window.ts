// Which rows of a long list are drawn, and how much room those take that are not. Pure; used by
// the table, so that 500 sessions cost no more than those that are seen.

/** Rows drawn beyond each edge, so that scrolling shows no gap. */
const beyond = 8;

/** A drawn row, or the room of rows that are not drawn. */
export type Piece =
  { kind: "row"; index: number; key: string } | { kind: "gap"; rows: number; key: string };

/** What is drawn of `ids`: what is seen, a little more, and the row that has the focus. */
export function pieces(
  ids: readonly string[],
  seen: { top: number; height: number; rowHeight: number },
  kept: string | null,
): Piece[] {
  const count = ids.length;
  const first = Math.floor(Math.max(0, seen.top) / seen.rowHeight);
  const last = Math.ceil((Math.max(0, seen.top) + seen.height) / seen.rowHeight);
  const to = Math.min(count, last + beyond);
  const from = Math.min(Math.max(0, first - beyond), to);
  const drawn = Array.from({ length: to - from }, (_, index) => from + index);
  const focused = kept === null ? -1 : ids.indexOf(kept);
  if (focused >= 0 && focused < from) drawn.unshift(focused);
  if (focused >= to) drawn.push(focused);
  const all: Piece[] = [];
  let next = 0;
  for (const index of drawn) {
    if (index > next) all.push({ kind: "gap", rows: index - next, key: `gap-${all.length}` });
    all.push({ kind: "row", index, key: ids[index] ?? "" });
    next = index + 1;
  }
  if (next < count) all.push({ kind: "gap", rows: count - next, key: "gap-end" });
  return all;
}

/** Where a list is scrolled to: its first visible row and how far that is cut off. */
export interface Anchor {
  id: string;
  offset: number;
}

/** The anchor of a list that is scrolled; `null` at its beginning, which stays the beginning. */
export function anchorAt(ids: readonly string[], top: number, rowHeight: number): Anchor | null {
  const index = Math.floor(top / rowHeight);
  const id = ids[index];
  return top <= 0 || id === undefined ? null : { id, offset: top - index * rowHeight };
}

/** Where to scroll so that an anchor stays in place; `null` where it has gone. */
export function topOf(anchor: Anchor, ids: readonly string[], rowHeight: number): number | null {
  const index = ids.indexOf(anchor.id);
  return index < 0 ? null : index * rowHeight + anchor.offset;
}
