// Decodes messages of a screen socket, byte for byte as crates/protocol/src/screen does. They come
// from a machine that is not ours: every count is checked before memory is set aside, and whatever
// is not understood is a ScreenError. Called by the viewer's worker.
import {
  limits,
  refreshReason,
  ScreenError,
  screenVersion,
  type Acknowledgement,
  type Cursor,
  type Frame,
  type Message,
  type Move,
  type Operation,
  type Patch,
  type PatchEncoding,
  type Pointer,
  type Rect,
  type RefreshReason,
  type RefreshRequest,
  type Video,
} from "./message";
import { Reader } from "./reader";

/** By their numbers. */
const patchEncodings: Partial<Record<number, PatchEncoding>> = {
  1: "zstd_bgrx",
  2: "png",
  3: "zstd_indexed",
  4: "zstd_residual",
  5: "zstd_planes",
};
const frameHeaderBytes = 40;
const refreshFlag = 1;

interface Size {
  width: number;
  height: number;
}

/** Reads one whole message; throws a {@link ScreenError} for anything else. */
export function decodeMessage(bytes: ArrayBuffer): Message {
  if (bytes.byteLength > limits.messageBytes) throw new ScreenError("too_large");
  const reader = new Reader(bytes);
  const kind = reader.u8();
  if (reader.u8() !== screenVersion) throw new ScreenError("version");
  const message = readBody(kind, reader);
  reader.finish();
  return message;
}

/** The sequence of a frame whose rest may be unreadable; null where it is no frame. */
export function peekSequence(bytes: ArrayBuffer): number | null {
  if (bytes.byteLength < frameHeaderBytes) return null;
  const view = new DataView(bytes);
  return view.getUint8(0) === 1 ? view.getUint32(4, true) : null;
}

function readBody(kind: number, reader: Reader): Message {
  switch (kind) {
    case 1:
      return readFrame(reader);
    case 2:
      return readAcknowledgement(reader);
    case 3:
      return readRefreshRequest(reader);
    case 4:
      return readPointer(reader);
    default:
      throw new ScreenError("unknown");
  }
}

function readFrame(reader: Reader): Frame {
  const flags = reader.u16();
  const sequence = reader.u32();
  const monitor = reader.u16();
  const size = { width: reader.u16(), height: reader.u16() };
  const side = (value: number) => value >= 1 && value <= limits.pictureSide;
  if (!side(size.width) || !side(size.height)) throw new ScreenError("too_large");
  const count = reader.u16();
  if (count > limits.operations) throw new ScreenError("too_large");
  const times = {
    captured_at_us: reader.u64(),
    capture_us: reader.u32(),
    encode_us: reader.u32(),
    send_us: reader.u32(),
    relay_us: reader.u32(),
  };
  const operations: Operation[] = [];
  for (let done = 0; done < count; done += 1) operations.push(readOperation(reader, size));
  const refresh = (flags & refreshFlag) !== 0;
  return { kind: "frame", sequence, monitor, ...size, refresh, times, operations };
}

function readOperation(reader: Reader, size: Size): Operation {
  switch (reader.u8()) {
    case 1:
      return readVideo(reader, size);
    case 2:
      return readPatch(reader, size);
    case 3:
      return readMove(reader, size);
    case 4:
      return readCursor(reader);
    default:
      throw new ScreenError("unknown");
  }
}

function readVideo(reader: Reader, size: Size): Video {
  const key = (reader.u8() & 1) !== 0;
  const count = reader.u16();
  if (count > limits.rectangles) throw new ScreenError("too_large");
  const rects: Rect[] = [];
  for (let done = 0; done < count; done += 1) rects.push(readRect(reader, size));
  return { kind: "video", key, rects, data: reader.sized() };
}

function readPatch(reader: Reader, size: Size): Patch {
  const encoding = patchEncodings[reader.u8()];
  if (encoding === undefined) throw new ScreenError("unknown");
  return { kind: "patch", encoding, rect: readRect(reader, size), data: reader.sized() };
}

function readMove(reader: Reader, size: Size): Move {
  const [from_x, from_y] = [reader.u16(), reader.u16()];
  const to = readRect(reader, size);
  if (!fits({ ...to, x: from_x, y: from_y }, size)) throw new ScreenError("outside_picture");
  return { kind: "move", from_x, from_y, to };
}

function readCursor(reader: Reader): Cursor {
  switch (reader.u8()) {
    case 0:
      return { kind: "cursor", form: "hidden" };
    case 1:
      return { kind: "cursor", form: "position", x: reader.i32(), y: reader.i32() };
    case 2: {
      const [hot_x, hot_y] = [reader.u16(), reader.u16()];
      const [width, height] = [reader.u16(), reader.u16()];
      if (Math.max(width, height) > limits.cursorSide) throw new ScreenError("too_large");
      const rgba = reader.bytes(width * height * 4);
      return { kind: "cursor", form: "shape", hot_x, hot_y, width, height, rgba };
    }
    default:
      throw new ScreenError("unknown");
  }
}

function readRect(reader: Reader, size: Size): Rect {
  const rect = { x: reader.u16(), y: reader.u16(), width: reader.u16(), height: reader.u16() };
  if (!fits(rect, size)) throw new ScreenError("outside_picture");
  return rect;
}

function fits(rect: Rect, size: Size): boolean {
  const filled = rect.width > 0 && rect.height > 0;
  return filled && rect.x + rect.width <= size.width && rect.y + rect.height <= size.height;
}

function readAcknowledgement(reader: Reader): Acknowledgement {
  reader.u16();
  const [sequence, decode_us, paint_us] = [reader.u32(), reader.u32(), reader.u32()];
  return { kind: "acknowledgement", sequence, decode_us, paint_us };
}

function readRefreshRequest(reader: Reader): RefreshRequest {
  const reason = reader.u16();
  const known = Object.values<number>(refreshReason).includes(reason);
  if (!known) throw new ScreenError("unknown");
  return { kind: "refresh_request", reason: reason as RefreshReason };
}

function readPointer(reader: Reader): Pointer {
  const form = reader.u16();
  const at = { monitor: reader.u16(), x: reader.u16(), y: reader.u16() };
  if (form > 1) throw new ScreenError("unknown");
  return form === 0 ? { kind: "pointer", form: "away" } : { kind: "pointer", form: "at", ...at };
}
