// The fixtures of crates/protocol, and messages that must be refused.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { decodeMessage, peekSequence } from "./decode";
import { encodeAcknowledgement, encodePointer, encodeRefreshRequest } from "./encode";
import { limits, ScreenError, type Frame, type Message } from "./message";
import { encodeFrame } from "./testing/frame";

const folder = join(process.cwd(), "../crates/protocol/fixtures");
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".bin"))
  .map((name) => name.slice(0, -4));

function bytesOf(name: string): ArrayBuffer {
  return Uint8Array.from(readFileSync(join(folder, `${name}.bin`))).buffer;
}

function encode(message: Message): Uint8Array {
  switch (message.kind) {
    case "frame":
      return new Uint8Array(encodeFrame(message));
    case "acknowledgement":
      return encodeAcknowledgement(message);
    case "refresh_request":
      return encodeRefreshRequest(message);
    case "pointer":
      return encodePointer(message);
  }
}

/** As JSON shows it: byte arrays as plain arrays. */
function shown(message: Message): unknown {
  return JSON.parse(
    JSON.stringify(message, (_key, value: unknown) =>
      value instanceof Uint8Array ? [...value] : value,
    ),
  );
}

function faultOf(bytes: ArrayBuffer): string {
  try {
    decodeMessage(bytes);
  } catch (error) {
    if (error instanceof ScreenError) return error.fault;
    throw error;
  }
  return "none";
}

const empty: Omit<Frame, "kind"> = {
  sequence: 7,
  monitor: 0,
  width: 64,
  height: 32,
  refresh: false,
  times: { captured_at_us: 1, capture_us: 2, encode_us: 3, send_us: 4, relay_us: 5 },
  operations: [],
};

describe("fixtures of the protocol", () => {
  test("there are some", () => expect(names.length).toBeGreaterThanOrEqual(9));

  test.each(names)("%s is read and written back", (name) => {
    const bytes = bytesOf(name);
    const message = decodeMessage(bytes);
    const json = readFileSync(join(folder, `${name}.json`), "utf8");
    expect(shown(message)).toEqual(JSON.parse(json));
    expect(encode(message)).toEqual(new Uint8Array(bytes));
  });

  test.each(names)("%s is refused wherever it is cut", (name) => {
    const bytes = bytesOf(name);
    for (let length = 0; length < bytes.byteLength; length += 1) {
      expect(faultOf(bytes.slice(0, length))).toBe("truncated");
    }
  });

  test.each(names)("%s is refused with a byte more", (name) => {
    const longer = new Uint8Array(bytesOf(name).byteLength + 1);
    longer.set(new Uint8Array(bytesOf(name)));
    expect(faultOf(longer.buffer)).toBe("trailing_bytes");
  });
});

describe("what is refused", () => {
  const changed = (at: number, value: number, frame = empty) => {
    const bytes = encodeFrame(frame);
    new Uint8Array(bytes)[at] = value;
    return bytes;
  };
  const whole = { x: 0, y: 0, width: 64, height: 32 };
  const data = new Uint8Array(1);

  test("another version", () => expect(faultOf(changed(1, 2))).toBe("version"));
  test("another kind", () => expect(faultOf(changed(0, 5))).toBe("unknown"));
  test("a picture without size", () => expect(faultOf(changed(10, 0))).toBe("too_large"));
  test("too wide a picture", () => expect(faultOf(changed(11, 0x41))).toBe("too_large"));
  test("too many operations", () => expect(faultOf(changed(15, 0x11))).toBe("too_large"));
  test("too long a message", () => {
    expect(faultOf(new ArrayBuffer(limits.messageBytes + 1))).toBe("too_large");
  });

  test("a rectangle outside of the picture", () => {
    const rects = [{ ...whole, x: 1 }];
    const frame = { ...empty, operations: [{ kind: "video" as const, key: false, rects, data }] };
    expect(faultOf(encodeFrame(frame))).toBe("outside_picture");
  });

  test("an empty rectangle", () => {
    const rect = { ...whole, width: 0 };
    const patch = { kind: "patch" as const, encoding: "png" as const, rect, data };
    expect(faultOf(encodeFrame({ ...empty, operations: [patch] }))).toBe("outside_picture");
  });

  test("a move from outside of the picture", () => {
    const move = { kind: "move" as const, from_x: 60, from_y: 0, to: { ...whole, width: 5 } };
    expect(faultOf(encodeFrame({ ...empty, operations: [move] }))).toBe("outside_picture");
  });

  test("unknown operations, encodings, forms and reasons", () => {
    const hidden = { ...empty, operations: [{ kind: "cursor", form: "hidden" } as const] };
    expect(faultOf(changed(40, 5, hidden))).toBe("unknown");
    expect(faultOf(changed(41, 3, hidden))).toBe("unknown");
    const patch = { kind: "patch" as const, encoding: "png" as const, rect: whole, data };
    expect(faultOf(changed(41, 6, { ...empty, operations: [patch] }))).toBe("unknown");
    expect(faultOf(Uint8Array.from([3, 1, 4, 0]).buffer)).toBe("unknown");
    expect(faultOf(Uint8Array.from([4, 1, 2, 0, 0, 0, 0, 0, 0, 0]).buffer)).toBe("unknown");
  });

  test("too large a cursor", () => {
    const shape = { kind: "cursor", form: "shape", hot_x: 0, hot_y: 0, height: 1 } as const;
    const rgba = new Uint8Array(257 * 4);
    const frame = { ...empty, operations: [{ ...shape, width: 257, rgba }] };
    expect(faultOf(encodeFrame(frame))).toBe("too_large");
  });
});

test("a pointer is ten bytes, with and without a place", () => {
  const at = encodePointer({ form: "at", monitor: 1, x: 1919, y: 515 });
  expect([...at]).toEqual([4, 1, 1, 0, 1, 0, 0x7f, 7, 3, 2]);
  expect([...encodePointer({ form: "away" })]).toEqual([4, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(decodeMessage(at.buffer)).toMatchObject({ form: "at", monitor: 1, x: 1919, y: 515 });
});

test("a sequence is read from a frame whose rest is broken", () => {
  const bytes = encodeFrame({ ...empty, sequence: 0xffff_fffe });
  new Uint8Array(bytes)[15] = 0xff;
  expect(peekSequence(bytes)).toBe(0xffff_fffe);
  expect(peekSequence(bytes.slice(0, 39))).toBeNull();
  expect(peekSequence(bytesOf("acknowledgement"))).toBeNull();
});
