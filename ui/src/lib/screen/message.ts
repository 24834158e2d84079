// The messages of a screen socket as the pages see them. Field names are those of
// crates/protocol/src/screen, whose fixtures a test reads. Types and fixed numbers only.

/** Version of the format, byte 1 of every message. */
export const screenVersion = 1;

/** Limits of crates/protocol/src/limits.rs that a decoder checks before it sets memory aside. */
export const limits = {
  /** Bytes of one message. */
  messageBytes: 16 * 1024 * 1024,
  /** Pixels along one side of a picture. */
  pictureSide: 16_384,
  /** Operations in one frame. */
  operations: 4_096,
  /** Rectangles of one video operation. */
  rectangles: 1_024,
  /** Pixels along one side of a cursor's shape. */
  cursorSide: 256,
} as const;

/** A rectangle inside the picture, in pixels; never empty. */
export interface Rect {
  /** Left edge. */
  x: number;
  /** Upper edge. */
  y: number;
  /** At least 1. */
  width: number;
  /** At least 1. */
  height: number;
}

/** Decode one H.264 access unit (Annex B), then paint only `rects` of it. */
export interface Video {
  kind: "video";
  /** Whether the access unit is an IDR picture. */
  key: boolean;
  rects: Rect[];
  data: Uint8Array<ArrayBuffer>;
}

/**
 * How pixels are packed: one Zstandard frame of B, G, R, unused; a PNG file; one Zstandard frame of
 * numbers of colours, of what a prediction leaves of three planes, or of these planes.
 */
export type PatchEncoding = "zstd_bgrx" | "png" | "zstd_indexed" | "zstd_residual" | "zstd_planes";

/** Exact pixels for a rectangle. */
export interface Patch {
  kind: "patch";
  encoding: PatchEncoding;
  rect: Rect;
  data: Uint8Array<ArrayBuffer>;
}

/** Copy from elsewhere in the picture; source and target have the same size. */
export interface Move {
  kind: "move";
  from_x: number;
  from_y: number;
  to: Rect;
}

/** The mouse cursor, which is not part of the picture. */
export type Cursor = { kind: "cursor" } & (
  | { form: "hidden" }
  | {
      form: "position";
      /** Of the hot spot, in pixels of the picture. */
      x: number;
      y: number;
    }
  | {
      form: "shape";
      hot_x: number;
      hot_y: number;
      width: number;
      height: number;
      /** Rows of R, G, B, A, not premultiplied. */
      rgba: Uint8Array<ArrayBuffer>;
    }
);

/** What to do to the picture. */
export type Operation = Video | Patch | Move | Cursor;

/** When a frame was captured and how long each step took, in microseconds. */
export interface FrameTimes {
  /** Since 1970, on the clock of the sharing machine. */
  captured_at_us: number;
  capture_us: number;
  encode_us: number;
  send_us: number;
  relay_us: number;
}

/** One update of a monitor's picture. */
export interface Frame {
  kind: "frame";
  /** 1, 2, 3, … for each screen socket of an app. */
  sequence: number;
  /** Counted from 0. */
  monitor: number;
  width: number;
  height: number;
  /** Whether the whole picture follows from this frame alone. */
  refresh: boolean;
  times: FrameTimes;
  operations: Operation[];
}

/** A frame, and all before it, has been painted. */
export interface Acknowledgement {
  kind: "acknowledgement";
  sequence: number;
  /** From arrival to decoded. */
  decode_us: number;
  /** From decoded to painted. */
  paint_us: number;
}

/** The next frame must be a refresh. */
export interface RefreshRequest {
  kind: "refresh_request";
  reason: RefreshReason;
}

/** Where the agent points now. */
export type Pointer = { kind: "pointer" } & (
  | { form: "away" }
  | {
      form: "at";
      /** Counted from 0. */
      monitor: number;
      /** In pixels of the picture. */
      x: number;
      y: number;
    }
);

/** Any message of a screen socket. */
export type Message = Frame | Acknowledgement | RefreshRequest | Pointer;

/** Why the whole picture is needed. */
export const refreshReason = {
  joined: 1,
  decoderError: 2,
  /** This viewer can't decode video: please send the picture without. */
  noVideo: 3,
} as const;

/** One of {@link refreshReason}. */
export type RefreshReason = (typeof refreshReason)[keyof typeof refreshReason];

/** Why a message was not understood. */
export type Fault =
  "truncated" | "trailing_bytes" | "version" | "unknown" | "too_large" | "outside_picture";

/** A message that was not understood; nothing of it is used. */
export class ScreenError extends Error {
  constructor(readonly fault: Fault) {
    super(`screen message not understood: ${fault}`);
    this.name = "ScreenError";
  }
}
