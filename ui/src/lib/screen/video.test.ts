// Access units and pictures belong together one for one, whatever the decoder does.
import { beforeEach, expect, test } from "vitest";

import type { Video } from "./message";
import { VideoStream, type Decoder } from "./video";

class Picture {
  closed = false;
  constructor(readonly timestamp: number) {}
  close(): void {
    this.closed = true;
  }
}

class FakeDecoder implements Decoder {
  units: number[] = [];
  closed = false;
  constructor(
    readonly codec: string,
    readonly output: (picture: Picture) => void,
    readonly failed: (error: Error) => void,
  ) {}
  decode(unit: { timestamp: number }): void {
    this.units.push(unit.timestamp);
  }
  close(): void {
    this.closed = true;
  }
}

let made: FakeDecoder[];
let stream: VideoStream<Picture>;

const key = (level = 0x28): Video => ({
  kind: "video",
  key: true,
  rects: [],
  data: Uint8Array.from([0, 0, 0, 1, 0x67, 0x42, 0xc0, level]),
});
const delta: Video = { kind: "video", key: false, rects: [], data: Uint8Array.from([0, 0, 1, 65]) };

function decoder(index: number): FakeDecoder {
  const found = made[index];
  if (!found) throw new Error(`no decoder ${index}`);
  return found;
}

beforeEach(() => {
  made = [];
  stream = new VideoStream((codec, output, failed) => {
    const decoder = new FakeDecoder(codec, output, failed);
    made.push(decoder);
    return decoder;
  });
});

test("one decoder serves a stream of the same kind, key pictures included", async () => {
  const pictures = [stream.decode(key()), stream.decode(delta), stream.decode(key())];
  expect(made.map(({ codec }) => codec)).toEqual(["avc1.42c028"]);
  for (const unit of decoder(0).units) decoder(0).output(new Picture(unit));
  expect((await Promise.all(pictures)).map(({ timestamp }) => timestamp)).toEqual([1, 2, 3]);
});

test("another kind of stream gets a new decoder", async () => {
  const lost = stream.decode(key());
  const kept = stream.decode(key(0x1f));
  await expect(lost).rejects.toThrow("anew");
  expect(decoder(0).closed).toBe(true);
  decoder(1).output(new Picture(2));
  expect((await kept).timestamp).toBe(2);
});

test("a stream must start with a key picture, after a failure too", async () => {
  await expect(stream.decode(delta)).rejects.toThrow("key picture");
  const failing = stream.decode(key());
  decoder(0).failed(new Error("broken"));
  await expect(failing).rejects.toThrow("broken");
  await expect(stream.decode(delta)).rejects.toThrow("key picture");
});

test("pictures of a decoder that is gone, and of no unit, are closed", () => {
  stream.decode(key()).catch(() => undefined);
  const [late, foreign] = [new Picture(1), new Picture(99)];
  decoder(0).output(foreign);
  stream.reset();
  decoder(0).output(late);
  expect([late.closed, foreign.closed]).toEqual([true, true]);
});

test("a decoder that cannot be made is a failure, not an exception", async () => {
  const none = new VideoStream<Picture>(() => {
    throw new Error("not supported");
  });
  await expect(none.decode(key())).rejects.toThrow("not supported");
});

test("video is given up where decoders only fail, not where one fails between pictures", async () => {
  let givenUp = 0;
  const decoders: FakeDecoder[] = [];
  const one = new VideoStream<Picture>(
    (codec, output, failed) => {
      decoders.push(new FakeDecoder(codec, output, failed));
      return decoders.at(-1)!;
    },
    () => (givenUp += 1),
  );
  const next = async (good: boolean) => {
    const picture = one.decode(key()).catch(() => null);
    const last = decoders.at(-1)!;
    if (good) last.output(new Picture(last.units.at(-1)!));
    else last.failed(new Error("broken"));
    await picture;
  };
  for (const good of [false, false, true, false, false]) await next(good);
  expect(givenUp).toBe(0);
  await next(false);
  expect(givenUp).toBe(1);
});

test("a decoder that refuses a unit fails once, not a second time that nobody sees", async () => {
  const unseen: unknown[] = [];
  const note = (reason: unknown) => unseen.push(reason);
  process.on("unhandledRejection", note);
  const refusing = new VideoStream<Picture>(() => ({
    decode: () => {
      throw new Error("refused");
    },
    close: () => undefined,
  }));
  await expect(refusing.decode(key())).rejects.toThrow("refused");
  await new Promise((resolve) => setTimeout(resolve, 0));
  process.off("unhandledRejection", note);
  expect(unseen).toEqual([]);
});
