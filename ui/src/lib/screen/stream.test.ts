// What a viewer does with the messages of its socket, with a decoder that answers when told to.
import { beforeEach, describe, expect, test } from "vitest";

import { decodeMessage } from "./decode";
import type { Cursor, Frame } from "./message";
import type { Sample } from "./statistics";
import { ScreenStream } from "./stream";
import { encodeFrame } from "./testing/frame";

interface Job {
  sequence: number;
  ready: () => Promise<void>;
  fail: () => Promise<void>;
}

let now: number;
let log: string[];
let jobs: Job[];
let samples: Omit<Sample, "byTool">[];
let broken: boolean;
let stream: ScreenStream<number>;

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

function prepare(frame: Frame): Promise<number> {
  return new Promise((resolve, reject) => {
    jobs.push({
      sequence: frame.sequence,
      ready: () => (resolve(frame.sequence), turn()),
      fail: () => (reject(new Error("decoder")), turn()),
    });
  });
}

function sent(bytes: Uint8Array<ArrayBuffer>): void {
  const message = decodeMessage(bytes.buffer);
  if (message.kind === "acknowledgement") log.push(`ack ${message.sequence}`);
  if (message.kind === "refresh_request") log.push(`ask ${message.reason}`);
}

function bytesOf(sequence: number, more: Partial<Frame> = {}): ArrayBuffer {
  const times = { captured_at_us: 0, capture_us: 1, encode_us: 2, send_us: 3, relay_us: 4 };
  const size = { monitor: 0, width: 64, height: 32 };
  return encodeFrame({ ...size, times, sequence, refresh: false, operations: [], ...more });
}

const receive = (sequence: number, more?: Partial<Frame>) =>
  stream.message(bytesOf(sequence, more));

function job(index: number): Job {
  const found = jobs[index];
  if (!found) throw new Error(`frame ${index} was not prepared`);
  return found;
}

beforeEach(() => {
  [now, log, jobs, samples, broken] = [10_000, [], [], [], false];
  stream = new ScreenStream<number>({
    now: () => now,
    send: sent,
    prepare,
    paint: (_frame, prepared) => {
      if (broken) throw new Error("canvas");
      log.push(`paint ${prepared}`);
    },
    reset: () => undefined,
    cursor: (cursor: Cursor) => log.push(`cursor ${cursor.form}`),
    painted: (_frame, sample) => samples.push(sample),
  });
  stream.opened();
});

describe("painting", () => {
  test("frames are decoded at once, painted in order, then acknowledged", async () => {
    receive(1, { refresh: true });
    receive(2);
    await job(1).ready();
    expect(log).toEqual([]);
    await job(0).ready();
    expect(log).toEqual(["paint 1", "ack 1", "paint 2", "ack 2"]);
  });

  test("an acknowledgement tells how long decoding took", async () => {
    receive(1, { refresh: true });
    now += 7;
    await job(0).ready();
    expect(samples).toMatchObject([{ decode_us: 7_000, paint_us: 0, bytes: 40 }]);
  });

  test("a cursor waits for no decoder", () => {
    receive(1, { refresh: true, operations: [{ kind: "cursor", form: "hidden" }] });
    expect(log).toEqual(["cursor hidden"]);
  });

  test("a refresh replaces what is under way and may start with any number", async () => {
    receive(1, { refresh: true });
    receive(90, { refresh: true, width: 128 });
    await job(0).ready();
    await job(1).ready();
    expect(log).toEqual(["paint 90", "ack 90"]);
  });
});

describe("asking for the whole picture", () => {
  test("frames before the first whole picture are only acknowledged", () => {
    receive(7);
    receive(8);
    expect(jobs).toEqual([]);
    // The portal has just asked on our behalf, so nothing is asked yet.
    expect(log).toEqual(["ack 7", "ack 8"]);
    now += 1_000;
    stream.tick();
    expect(log.at(-1)).toBe("ask 2");
  });

  test("a missing frame, another size and another monitor can't be continued", async () => {
    for (const wrong of [() => receive(3), () => receive(2, { width: 65 })]) {
      now += 60_000;
      receive(1, { refresh: true });
      await jobs.at(-1)?.ready();
      log = [];
      wrong();
      expect(log[0]).toBe("ask 2");
      expect(log.at(-1)).toMatch(/^ack [23]$/);
    }
  });

  test("a failing decoder loses what is behind it", async () => {
    now += 1_000;
    receive(1, { refresh: true });
    receive(2);
    await job(0).fail();
    await job(1).ready();
    expect(log).toEqual(["ask 2", "ack 2"]);
    receive(3);
    expect(jobs).toHaveLength(2);
  });

  test("a canvas that fails does too", async () => {
    now += 1_000;
    broken = true;
    receive(1, { refresh: true });
    await job(0).ready();
    expect(log).toContain("ask 2");
    expect(samples).toEqual([]);
  });

  test("a message that is not understood does too, and its frame is acknowledged", () => {
    now += 1_000;
    const cut = bytesOf(5, { refresh: true, operations: [{ kind: "cursor", form: "hidden" }] });
    stream.message(cut.slice(0, 41));
    stream.message(new ArrayBuffer(3));
    expect(log).toEqual(["ask 2", "ack 5"]);
  });

  test("an enormous picture is refused", () => {
    receive(1, { refresh: true, width: 16_384, height: 16_384 });
    expect(jobs).toEqual([]);
  });

  test("patches that cover the picture again and again are refused", () => {
    const rect = { x: 0, y: 0, width: 64, height: 32 };
    const patch = { kind: "patch", encoding: "png", rect, data: new Uint8Array(1) } as const;
    receive(1, { refresh: true, operations: [patch, patch, patch, patch] });
    expect(jobs).toHaveLength(1);
    receive(2, { operations: [patch, patch, patch, patch, patch] });
    expect(jobs).toHaveLength(1);
    expect(log).toContain("ack 2");
  });

  test("a decoder that stands still is noticed", () => {
    receive(1, { refresh: true });
    now += 4_001;
    stream.tick();
    expect(log).toEqual(["ask 2", "ack 1"]);
  });

  test("at most once a second, and more rarely while it does not help", () => {
    log = [];
    for (let passed = 0; passed < 30_000; passed += 100) {
      now += 100;
      stream.tick();
    }
    expect(log.length).toBeGreaterThan(2);
    expect(log.length).toBeLessThan(8);
  });
});

describe("without video", () => {
  test("every picture is asked for without, on each connection at once", () => {
    stream.withoutVideo();
    expect(log).toEqual(["ask 3"]);
    stream.closed();
    stream.opened();
    expect(log).toEqual(["ask 3", "ask 3"]);
    now += 60_000;
    receive(7);
    expect(log.slice(2)).toEqual(["ask 3", "ack 7"]);
  });

  test("nothing is asked before there is a connection", () => {
    stream.closed();
    stream.withoutVideo();
    expect(log).toEqual([]);
  });

  test("what is under way is given up, and the picture that comes is painted", async () => {
    receive(1, { refresh: true });
    stream.withoutVideo();
    await job(0).ready();
    receive(2, { refresh: true });
    await job(1).ready();
    expect(log).toEqual(["ask 3", "ack 1", "paint 2", "ack 2"]);
  });
});

describe("bounds", () => {
  test("a sender that does not wait is told to start anew", () => {
    now += 1_000;
    receive(1, { refresh: true });
    for (let sequence = 2; sequence <= 25; sequence += 1) receive(sequence);
    expect(jobs).toHaveLength(24);
    expect(log).toContain("ask 2");
  });

  test("nothing is painted or said after the socket has closed", async () => {
    receive(1, { refresh: true });
    stream.closed();
    await job(0).ready();
    now += 10_000;
    stream.tick();
    expect(log).toEqual([]);
  });
});
