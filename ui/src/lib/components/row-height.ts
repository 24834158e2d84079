// How high an entry of a conversation is about, before it has been drawn. Being wrong costs
// nothing but a scroll bar that moves a little. Used by `MessageList`.
import type { Entry } from "../log/entries";

const linePx = 24;
const letterPx = 8.2;
/** Edges, name and time of a bubble. */
const aroundPx = 46;
const namePx = 30;

/** Pixels in a list of this width; of a usual width where it is not known yet. */
export function estimateHeight(entry: Entry, width: number): number {
  if (entry.kind === "upgrade") return 560;
  if (entry.kind === "notice") return 36;
  const above = entry.first ? namePx : 0;
  if (entry.kind === "file") {
    const { picture } = entry.file;
    const shown = picture
      ? Math.min(picture.height, 240, (320 * picture.height) / picture.width)
      : 0;
    return aroundPx + above + 30 + shown;
  }
  const letters = Math.max(10, (Math.min(600, (width || 700) * 0.85) - 26) / letterPx);
  const lines = entry.text
    .split("\n")
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / letters)), 0);
  return aroundPx + above + (lines - 1) * linePx + 4;
}
