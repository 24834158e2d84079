// Encodes frames as the app does, for tests and for the viewer's test page; no page uses it.
import {
  screenVersion,
  type Cursor,
  type Frame,
  type Operation,
  type PatchEncoding,
  type Rect,
} from "../message";

/** In the order of their numbers, from 1. */
const encodings: PatchEncoding[] = [
  "zstd_bgrx",
  "png",
  "zstd_indexed",
  "zstd_residual",
  "zstd_planes",
];

/** Writes a frame as one message. */
export function encodeFrame(frame: Omit<Frame, "kind">): ArrayBuffer {
  const bytes: number[][] = [
    [1, screenVersion, ...u16(frame.refresh ? 1 : 0), ...u32(frame.sequence)],
    [...u16(frame.monitor), ...u16(frame.width), ...u16(frame.height)],
    [...u16(frame.operations.length), ...u64(frame.times.captured_at_us)],
    [...u32(frame.times.capture_us), ...u32(frame.times.encode_us)],
    [...u32(frame.times.send_us), ...u32(frame.times.relay_us)],
  ];
  const parts: Uint8Array[] = bytes.map((part) => Uint8Array.from(part));
  for (const operation of frame.operations) parts.push(...operationParts(operation));
  const message = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  return message.buffer;
}

function operationParts(operation: Operation): Uint8Array[] {
  switch (operation.kind) {
    case "video": {
      const head = [1, operation.key ? 1 : 0, ...u16(operation.rects.length)];
      const rects = operation.rects.flatMap(rect);
      return [Uint8Array.from([...head, ...rects]), ...sized(operation.data)];
    }
    case "patch": {
      const head = [2, encodings.indexOf(operation.encoding) + 1, ...rect(operation.rect)];
      return [Uint8Array.from(head), ...sized(operation.data)];
    }
    case "move": {
      const from = [...u16(operation.from_x), ...u16(operation.from_y)];
      return [Uint8Array.from([3, ...from, ...rect(operation.to)])];
    }
    case "cursor":
      return cursorParts(operation);
  }
}

function cursorParts(cursor: Cursor): Uint8Array[] {
  switch (cursor.form) {
    case "hidden":
      return [Uint8Array.from([4, 0])];
    case "position":
      return [Uint8Array.from([4, 1, ...u32(cursor.x), ...u32(cursor.y)])];
    case "shape": {
      const hot = [...u16(cursor.hot_x), ...u16(cursor.hot_y)];
      const size = [...u16(cursor.width), ...u16(cursor.height)];
      return [Uint8Array.from([4, 2, ...hot, ...size]), cursor.rgba];
    }
  }
}

function sized(data: Uint8Array): Uint8Array[] {
  return [Uint8Array.from(u32(data.length)), data];
}

function rect(value: Rect): number[] {
  return [value.x, value.y, value.width, value.height].flatMap(u16);
}

function u16(value: number): number[] {
  return [value & 255, (value >> 8) & 255];
}

function u32(value: number): number[] {
  return [...u16(value & 0xffff), ...u16(value >>> 16)];
}

function u64(value: number): number[] {
  const high = Math.floor(value / 2 ** 32);
  return [...u32(value % 2 ** 32), ...u32(high)];
}
