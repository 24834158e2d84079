// @vitest-environment node
// The viewer in a real Chromium: real decoder, real canvas, pixels compared with what was encoded.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { Frame, Message, Operation, Rect } from "../../lib/screen/message";
import { Chromium, findChromium } from "../../lib/testing/chromium";
import { clipColour, clipSize, clipUnits } from "./testing/clip";
import { exact, message, patch } from "./testing/frames";
import { ViewServer } from "./testing/view-server";

const path = findChromium();
const units = clipUnits();
const whole: Rect = { x: 0, y: 0, ...clipSize };
const viewer = "document.querySelector('[data-testid=viewer]')";
const button = (name: string) => `document.querySelector('button[aria-label="${name}"]')`;

let server: ViewServer;
let browser: Chromium;
let sequence = 0;
/** What the viewer said, and how far from its middle in heights of itself, before any picture. */
let first: { said: string; off: number };

function send(operations: Operation[], more: Partial<Frame> = {}): number {
  sequence = more.sequence ?? sequence + 1;
  server.send(message({ ...clipSize, sequence, operations, ...more }));
  return sequence;
}

function video(picture: number, rects: Rect[]): Operation {
  const data = units[picture];
  if (!data) throw new Error(`no picture ${picture}`);
  return { kind: "video", key: picture === 0, rects, data };
}

const painted = (frame: number) => browser.until(`${viewer}.dataset.painted === '${frame}'`);

const pixels = (points: [number, number][]) =>
  browser.evaluate<number[][]>(`pixelsAt(${JSON.stringify(points)})`);

/** Blue may be further off: without a GPU, Chromium rounds its largest factor for BT.709 down. */
const tolerance = [3, 3, 8];

async function expectNear(points: [number, number][], colour: (x: number, y: number) => number[]) {
  for (const [index, shown] of (await pixels(points)).entries()) {
    const [x, y] = points[index] ?? [0, 0];
    const wanted = colour(x, y);
    const near = shown.every(
      (value, channel) => Math.abs(value - (wanted[channel] ?? 0)) <= (tolerance[channel] ?? 0),
    );
    expect(near, `at ${x},${y}: ${shown} instead of ${wanted}`).toBe(true);
  }
}

async function heard(wanted: (message: Message) => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!server.heard.some(wanted)) {
    if (Date.now() > end) throw new Error(`not heard, only ${JSON.stringify(server.heard)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const acknowledged = (frame: number) =>
  heard((message) => message.kind === "acknowledgement" && message.sequence === frame);

/** The middles of all blocks, where chroma is not mixed with that of a neighbour. */
const middles: [number, number][] = [];
for (let y = 8; y < clipSize.height - 8; y += 16) {
  for (let x = 8; x < clipSize.width; x += 16) middles.push([x, y]);
}

describe("in Chromium", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    if (path === null) throw new Error("Chromium is not installed: these tests need it");
    server = await ViewServer.start();
    browser = await Chromium.open(path, server.page);
    await connected(1);
    await browser.until(`${viewer}.querySelector("[role=status]")`);
    first = await browser.evaluate(`(() => {
      const notice = ${viewer}.querySelector("[role=status]");
      const inside = notice.getBoundingClientRect();
      const around = notice.parentElement.getBoundingClientRect();
      const middle = (box) => box.top + box.height / 2;
      const off = Math.abs(middle(inside) - middle(around)) / inside.height;
      return { said: notice.textContent, off };
    })()`);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  beforeEach(async () => {
    await painted(send([video(0, [whole])], { refresh: true }));
  }, 30_000);

  async function connected(times: number) {
    const end = Date.now() + 30_000;
    while (server.connections < times) {
      if (Date.now() > end) throw new Error("the viewer does not connect");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  test("before the first picture, a word in its middle says that it comes", async () => {
    expect(first.said).toMatch(/first picture|erste Bild/);
    expect(first.off).toBeLessThan(0.1);
    expect(await browser.evaluate(`${viewer}.querySelector("[role=status]")`)).toBeNull();
  });

  test("a key picture fills the picture with the right colours", async () => {
    await expectNear(middles, (x, y) => clipColour(0, x, y));
    await acknowledged(sequence);
  });

  test("greys stay as they are", async () => {
    send([video(1, [])]);
    await painted(send([video(2, [whole])]));
    await expectNear(middles, (x, y) => clipColour(2, x, y));
  });

  test("of a video frame only the given rectangles are painted", async () => {
    const rects = [
      { x: 16, y: 32, width: 48, height: 32 },
      { x: 321, y: 177, width: 7, height: 23 },
      { x: 163, y: 7, width: 1, height: 1 },
    ];
    await painted(send([video(1, rects)]));
    const inside = (x: number, y: number) =>
      rects.some((r) => x >= r.x && y >= r.y && x < r.x + r.width && y < r.y + r.height);
    const edges: [number, number][] = [
      [320, 190],
      [321, 190],
      [15, 40],
      [16, 40],
      [63, 40],
      [64, 40],
    ];
    const wanted = (x: number, y: number) => clipColour(inside(x, y) ? 1 : 0, x, y);
    await expectNear(middles, wanted);
    const shown = await pixels([...edges, [163, 7]]);
    const unchanged = shown.map(([red]) => Math.abs((red ?? 0) - 40) > 3);
    expect(unchanged).toEqual([true, false, true, false, false, true, false]);
  });

  test("a painted rectangle looks as it does in the whole picture", async () => {
    const points: [number, number][] = [];
    for (let y = 90; y < 111; y += 1) for (let x = 61; x < 84; x += 1) points.push([x, y]);
    await painted(send([video(1, [{ x: 61, y: 90, width: 23, height: 21 }])]));
    const alone = await pixels(points);
    await painted(send([video(0, [])], { refresh: true }));
    await painted(send([video(1, [whole])]));
    expect(alone).toEqual(await pixels(points));
  });

  test("patches are exact to the last bit, and moves copy them exactly", async () => {
    const from = { x: 33, y: 17, width: 101, height: 67 };
    const to = { ...from, x: 40, y: 30 };
    await painted(send([patch(from), { kind: "move", from_x: from.x, from_y: from.y, to }]));
    const points: [number, number][] = [];
    for (let y = to.y; y < to.y + to.height; y += 3) {
      for (let x = to.x; x < to.x + to.width; x += 3) points.push([x, y]);
    }
    const wanted = points.map(([x, y]) => exact(x - to.x + from.x, y - to.y + from.y));
    expect(await pixels(points)).toEqual(wanted);
    expect(
      await pixels([
        [33, 17],
        [39, 80],
      ]),
    ).toEqual([exact(33, 17), exact(39, 80)]);
  });

  test("a PNG patch is exact, and later operations stay later although they are ready first", async () => {
    const rect = { x: 10, y: 10, width: 64, height: 64 };
    const data = await png(rect);
    const over = { x: 20, y: 20, width: 8, height: 8 };
    send([{ kind: "patch", encoding: "png", rect, data }, patch(over)]);
    await painted(sequence);
    const shown = await pixels([
      [10, 10],
      [73, 73],
      [19, 19],
      [24, 24],
    ]);
    expect(shown).toEqual([[250, 128, 7], [250, 128, 7], [250, 128, 7], exact(24, 24)]);
  });

  test("the cursor is beside the picture, never in it", async () => {
    const rgba = Uint8Array.from({ length: 8 * 8 * 4 }, () => 255);
    const shape = {
      kind: "cursor",
      form: "shape",
      hot_x: 2,
      hot_y: 2,
      width: 8,
      height: 8,
    } as const;
    const place = { kind: "cursor", form: "position", x: 100, y: 50 } as const;
    await painted(send([{ ...shape, rgba }, place]));
    const cursor = "document.querySelector('[data-testid=viewer-cursor]')";
    await browser.until(`!${cursor}.hidden`);
    await expectNear([[100, 50]], (x, y) => clipColour(0, x, y));
    const offset = await browser.evaluate<number[]>(`(() => {
      const box = ${cursor}.getBoundingClientRect();
      const picture = document.querySelector('[data-testid=viewer-picture]').getBoundingClientRect();
      const scale = picture.width / ${clipSize.width};
      return [(box.x - picture.x) / scale, (box.y - picture.y) / scale, box.width / scale];
    })()`);
    expect(offset.map(Math.round)).toEqual([98, 48, 8]);
    await painted(send([{ kind: "cursor", form: "hidden" }]));
    await browser.until(`${cursor}.hidden`);
  });

  test("after damage the whole picture is asked for, and the old one stays until it comes", async () => {
    send([{ ...video(1, [whole]), data: Uint8Array.from([0, 0, 0, 1, 65, 1, 2, 3]) } as Operation]);
    send([{ kind: "patch", encoding: "zstd_bgrx", rect: whole, data: new Uint8Array(9) }]);
    await heard((message) => message.kind === "refresh_request" && message.reason === 2);
    await acknowledged(sequence);
    await expectNear(middles.slice(0, 20), (x, y) => clipColour(0, x, y));
    await painted(send([video(0, [whole])], { refresh: true, sequence: sequence + 5 }));
  });

  test("a cut keeps the last picture, says so, and mends itself", async () => {
    const before = server.connections;
    server.cut();
    await browser.until(`${viewer}.dataset.link === 'reconnecting'`);
    await expectNear(middles.slice(0, 20), (x, y) => clipColour(0, x, y));
    expect(await browser.evaluate("document.body.innerText")).toContain("Reconnecting");
    await connected(before + 1);
    send([patch(whole)], { refresh: true, sequence: 1 });
    await browser.until(`${viewer}.dataset.link === 'live'`);
    await browser.until(`${viewer}.dataset.painted === '1'`);
    expect(await pixels([[5, 5]])).toEqual([exact(5, 5)]);
  });

  test("another size of the screen takes effect with its first picture", async () => {
    const size = { width: 64, height: 48 };
    await painted(send([patch({ x: 0, y: 0, ...size })], { refresh: true, ...size }));
    await browser.until("document.body.innerText.includes('64 × 48')");
    expect(await pixels([[63, 47]])).toEqual([exact(63, 47)]);
  });

  test("1:1 puts every pixel of the picture on the screen as it is", async () => {
    const rect = { x: 100, y: 60, width: 40, height: 30 };
    await painted(send([patch(rect)]));
    await browser.evaluate(`${button("1:1, actual size")}.click()`);
    await browser.until("document.body.innerText.includes('100 %')");
    const points: [number, number][] = [];
    for (let y = rect.y; y < rect.y + rect.height; y += 1) points.push([rect.x + (y % 40), y]);
    const screenshot = await browser.screenshot();
    const shown = `screenPixelsAt(${JSON.stringify(screenshot)}, ${JSON.stringify(points)})`;
    expect(await browser.evaluate(shown)).toEqual(points.map(([x, y]) => exact(x, y)));
  });

  test("the picture fits into a narrow window", async () => {
    await browser.evaluate(`${button("Fit, as large as there is room")}.click()`);
    await browser.resize(300, 640);
    const width = "document.querySelector('[data-testid=viewer-picture]').clientWidth";
    await browser.until(`${width} === 300`);
    expect(await browser.evaluate("document.documentElement.scrollWidth")).toBe(300);
  });

  test("full screen shows the viewer alone, and gives the page back", async () => {
    await browser.evaluate(`${button("Full screen")}.click()`);
    await browser.until(`document.fullscreenElement === ${viewer}`);
    await browser.until(button("Leave full screen"));
    await browser.evaluate(`${button("Leave full screen")}.click()`);
    await browser.until(button("Full screen"));
  });

  test("statistics show every step, every tool and how much is exact", async () => {
    await painted(send([patch(whole), { kind: "cursor", form: "hidden" }], { refresh: true }));
    await browser.evaluate(`${button("Statistics")}.click()`);
    const panel = "document.querySelector('[data-testid=viewer-statistics]')";
    await browser.until(`${panel}?.innerText.includes('8.6')`);
    const text = await browser.evaluate<string>(`${panel}.innerText`);
    const steps = ["Capture", "Encode", "Send", "Relay", "Decode", "Paint", "fps", "kB/s"];
    for (const word of [...steps, "Video", "Exact pixels", "Moves", "100.0 %"]) {
      expect(text).toContain(word);
    }
    await painted(send([video(0, [{ x: 0, y: 0, width: 16, height: 16 }])], { refresh: true }));
    await browser.until(`${panel}.innerText.includes('0.0 %')`);
    await browser.evaluate(`${button("Statistics")}.click()`);
    await browser.until(`!${panel}`);
  });
});

/** A PNG file of one colour, made by the browser. */
async function png({ width, height }: Rect): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await browser.evaluate<number[]>(`(async () => {
    const canvas = new OffscreenCanvas(${width}, ${height});
    const context = canvas.getContext('2d', { alpha: false });
    context.fillStyle = 'rgb(250, 128, 7)';
    context.fillRect(0, 0, ${width}, ${height});
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  })()`);
  return Uint8Array.from(bytes);
}
