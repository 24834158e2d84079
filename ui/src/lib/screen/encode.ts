// Encodes what a viewer says on a screen socket, byte for byte as crates/protocol/src/screen does.
// Frames are encoded elsewhere; those of tests by testing/frame.ts.
import { screenVersion, type Acknowledgement, type Pointer, type RefreshRequest } from "./message";

const largest = 0xffff_ffff;

/** Writes the 16 bytes of an acknowledgement; times are rounded to whole microseconds. */
export function encodeAcknowledgement(
  acknowledgement: Omit<Acknowledgement, "kind">,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(16));
  view.setUint8(0, 2);
  view.setUint8(1, screenVersion);
  view.setUint32(4, acknowledgement.sequence, true);
  view.setUint32(8, microseconds(acknowledgement.decode_us), true);
  view.setUint32(12, microseconds(acknowledgement.paint_us), true);
  return new Uint8Array(view.buffer);
}

/** Writes the 4 bytes of a request for a whole picture. */
export function encodeRefreshRequest(
  request: Omit<RefreshRequest, "kind">,
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint8(0, 3);
  view.setUint8(1, screenVersion);
  view.setUint16(2, request.reason, true);
  return new Uint8Array(view.buffer);
}

type Said<Kind> = Kind extends unknown ? Omit<Kind, "kind"> : never;

/** Writes the 10 bytes that say where the agent points. */
export function encodePointer(pointer: Said<Pointer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(10));
  view.setUint8(0, 4);
  view.setUint8(1, screenVersion);
  if (!("monitor" in pointer)) return new Uint8Array(view.buffer);
  [1, pointer.monitor, pointer.x, pointer.y].forEach((value, index) => {
    view.setUint16(2 + index * 2, value, true);
  });
  return new Uint8Array(view.buffer);
}

function microseconds(value: number): number {
  return Math.min(Math.max(Math.round(value), 0), largest);
}
