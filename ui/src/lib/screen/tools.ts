// How many bytes of a frame each tool took, for the statistics. Pure; sizes are those of
// crates/protocol/src/screen.
import type { Frame, Operation } from "./message";

/** The kinds of operations, in the order in which they are shown. */
export const tools = ["video", "patch", "move", "cursor"] as const;

/** One of {@link tools}. */
export type Tool = (typeof tools)[number];

/** Bytes by tool. */
export type ToolBytes = Record<Tool, number>;

/** Nothing of any tool. */
export function noBytes(): ToolBytes {
  return { video: 0, patch: 0, move: 0, cursor: 0 };
}

/** What each tool took of a frame; the frame's own header belongs to none. */
export function bytesByTool({ operations }: Frame): ToolBytes {
  const bytes = noBytes();
  for (const operation of operations) bytes[operation.kind] += sizeOf(operation);
  return bytes;
}

function sizeOf(operation: Operation): number {
  switch (operation.kind) {
    case "video":
      return 8 + operation.rects.length * 8 + operation.data.length;
    case "patch":
      return 14 + operation.data.length;
    case "move":
      return 13;
    case "cursor":
      if (operation.form === "shape") return 10 + operation.rgba.length;
      return operation.form === "position" ? 10 : 2;
  }
}
