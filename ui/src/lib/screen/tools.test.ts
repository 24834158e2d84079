// Every byte of a frame belongs to its header or to a tool.
import { expect, test } from "vitest";

import type { Frame } from "./message";
import { encodeFrame } from "./testing/frame";
import { bytesByTool } from "./tools";

test("header and tools together are the whole message", () => {
  const rect = { x: 1, y: 2, width: 3, height: 4 };
  const data = new Uint8Array(5);
  const times = { captured_at_us: 0, capture_us: 0, encode_us: 0, send_us: 0, relay_us: 0 };
  const frame: Frame = {
    kind: "frame",
    ...{ sequence: 1, monitor: 0, width: 64, height: 32, refresh: false, times },
    operations: [
      { kind: "video", key: true, rects: [rect, rect], data },
      { kind: "patch", encoding: "png", rect, data },
      { kind: "move", from_x: 0, from_y: 0, to: rect },
      { kind: "cursor", form: "hidden" },
      { kind: "cursor", form: "position", x: -1, y: 2 },
      {
        kind: "cursor",
        ...{ form: "shape", hot_x: 0, hot_y: 0, width: 2, height: 1, rgba: new Uint8Array(8) },
      },
    ],
  };
  const bytes = bytesByTool(frame);
  expect(bytes).toEqual({ video: 29, patch: 19, move: 13, cursor: 30 });
  const sum = Object.values(bytes).reduce((one, other) => one + other, 40);
  expect(encodeFrame(frame).byteLength).toBe(sum);
});
