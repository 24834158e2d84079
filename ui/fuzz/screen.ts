// Feeds the viewer what a hostile sender might send: valid messages of the protocol's fixtures and
// of our own, changed at random by a seed, through decoding, stream, unpacking and painting in
// memory. A finding is an exception that is not a refusal, an acknowledgement that nobody asked
// for, or memory that grows. Started by `run.mjs`.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { decodeMessage } from "../src/lib/screen/decode";
import { ExactCells } from "../src/lib/screen/exact";
import { PictureMemory } from "../src/lib/screen/memory";
import { ScreenError, type Frame, type Move, type Rect } from "../src/lib/screen/message";
import { pngFits, unpackPixels } from "../src/lib/screen/pixels";
import { ScreenStream } from "../src/lib/screen/stream";
import { bytesByTool } from "../src/lib/screen/tools";
import { VideoStream, type DecodedPicture, type Decoder } from "../src/lib/screen/video";
import { message, patch } from "../src/console/viewer/testing/frames";
import { Random } from "./random";

const fixtures = fileURLToPath(new URL("../../crates/protocol/fixtures/", import.meta.url));
const mostMemoryBytes = 2 ** 30;
const checkEvery = 1_000;

type Painting = { at: Rect; pixels: Uint32Array } | Move;

/** Messages that are understood. */
function corpus(): Uint8Array<ArrayBuffer>[] {
  const files = readdirSync(fixtures).filter((name) => name.endsWith(".bin"));
  const read = files.map((name) => Uint8Array.from(readFileSync(`${fixtures}${name}`)));
  const size = { width: 320, height: 200 };
  const whole = { x: 0, y: 0, ...size };
  const part = { x: 33, y: 17, width: 60, height: 40 };
  const move = { kind: "move", from_x: 10, from_y: 5, to: part } as const;
  const data = Uint8Array.from([0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x28, 0, 0, 1, 0x65, 1, 2, 3]);
  const key = { kind: "video" as const, key: true, rects: [whole], data };
  const own = [
    message({ ...size, refresh: true, operations: [patch(whole)] }),
    message({ ...size, refresh: true, operations: [key, patch(part)] }),
    message({ ...size, sequence: 2, operations: [patch(part), move] }),
    message({ ...size, sequence: 3, operations: [move, { ...key, key: false }] }),
  ];
  return [...read, ...own.map((bytes) => new Uint8Array(bytes))];
}

/** A viewer without a browser; its decoder answers, fails or keeps silent at random. */
class Target {
  /** What should not have happened. */
  found: string | null = null;
  now = 0;
  #received = 0;
  #acknowledged = 0;
  readonly #memory = new PictureMemory();
  readonly #cells = new ExactCells();
  readonly #video: VideoStream<DecodedPicture>;
  readonly #stream: ScreenStream<Painting[]>;
  #open = 0;

  constructor(random: Random) {
    this.#video = new VideoStream<DecodedPicture>((_codec, output, failed) =>
      this.#decoder(random, output, failed),
    );
    this.#stream = new ScreenStream<Painting[]>({
      now: () => this.now,
      send: (bytes) => this.#sent(bytes),
      prepare: (frame) => this.#prepare(frame),
      paint: (frame, paintings) => this.#paint(frame, paintings),
      reset: () => this.#video.reset(),
      cursor: () => undefined,
      painted: (frame) => this.#painted(frame),
    });
    this.#stream.opened();
  }

  take(bytes: Uint8Array<ArrayBuffer>): void {
    try {
      decodeMessage(bytes.buffer);
    } catch (error) {
      if (!(error instanceof ScreenError)) this.found = `decoding: ${String(error)}`;
    }
    this.#received += 1;
    try {
      this.#stream.message(bytes.buffer);
      this.#stream.tick();
    } catch (error) {
      this.found = `stream: ${String(error)}`;
    }
    if (this.#open > 64) this.found = "pictures are not closed";
  }

  /** A new line, now and then. */
  reconnect(): void {
    this.#stream.closed();
    this.#stream.opened();
  }

  #decoder(
    random: Random,
    output: (picture: DecodedPicture) => void,
    failed: (error: Error) => void,
  ): Decoder {
    const picture = (timestamp: number) => {
      this.#open += 1;
      output({ timestamp, close: () => void (this.#open -= 1) });
    };
    return {
      decode: ({ timestamp }) => {
        const fate = random.below(10);
        if (fate === 0) throw new Error("refused");
        if (fate === 1) queueMicrotask(() => failed(new Error("damaged")));
        else if (fate > 2) queueMicrotask(() => picture(timestamp));
      },
      close: () => undefined,
    };
  }

  async #prepare(frame: Frame): Promise<Painting[]> {
    const paintings: Painting[] = [];
    for (const operation of frame.operations) {
      if (operation.kind === "move") paintings.push(operation);
      if (operation.kind === "video") (await this.#video.decode(operation)).close();
      if (operation.kind !== "patch") continue;
      const png = operation.encoding === "png";
      if (png && !pngFits(operation)) throw new Error("a PNG patch has the wrong size");
      if (!png) paintings.push({ at: operation.rect, pixels: unpackPixels(operation) });
    }
    return paintings;
  }

  /** What has been prepared must be paintable: it was checked when it was decoded. */
  #paint(frame: Frame, paintings: Painting[]): void {
    try {
      if (frame.refresh) this.#memory.begin(frame.width, frame.height);
      for (const painting of paintings) {
        if ("kind" in painting) this.#memory.move(painting);
        else this.#memory.put(painting.pixels, painting.at);
      }
      this.#memory.takeDamage();
    } catch (error) {
      this.found = `painting: ${String(error)}`;
      throw error;
    }
  }

  #painted(frame: Frame): void {
    this.#cells.painted(frame);
    const { share } = this.#cells;
    if (!(share >= 0 && share <= 1)) this.found = `exact share ${share}`;
    if (Object.values(bytesByTool(frame)).some((bytes) => bytes < 0)) this.found = "bytes";
  }

  #sent(bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes[0] === 2) this.#acknowledged += 1;
    // A frame that can't be used and the one before it are both given back at most.
    if (this.#acknowledged > 2 * this.#received) this.found = "too many acknowledgements";
  }
}

/** Runs for so many minutes; the process's exit code. */
export async function fuzz(seed: number, minutes: number): Promise<number> {
  const random = new Random(seed);
  const messages = corpus();
  const target = new Target(random);
  const end = Date.now() + minutes * 60_000;
  let done = 0;
  let largest = 0;
  while (target.found === null && Date.now() < end) {
    target.now += random.below(300);
    target.take(random.mutated(random.one(messages), messages));
    if (random.below(500) === 0) target.reconnect();
    done += 1;
    if (done % checkEvery !== 0) {
      await Promise.resolve();
      continue;
    }
    await new Promise((resolve) => setImmediate(resolve));
    const { rss } = process.memoryUsage();
    largest = Math.max(largest, rss);
    if (rss > mostMemoryBytes) target.found = `${rss} bytes of memory`;
  }
  const memory = `${Math.round(largest / 2 ** 20)} MiB at most`;
  console.log(`seed ${seed}: ${done} messages in ${minutes} min, ${memory}`);
  if (target.found !== null) console.log(`found after ${done} messages: ${target.found}`);
  return target.found === null ? 0 : 1;
}
