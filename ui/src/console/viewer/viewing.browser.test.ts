// @vitest-environment node
// How the viewer is used, in a real Chromium: zoom, drag, keys, pointing, screenshots; and what it
// does in browsers that lack something.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import type { Message, Operation } from "../../lib/screen/message";
import { Chromium, findChromium } from "../../lib/testing/chromium";
import { clipSize, clipUnits } from "./testing/clip";
import { exact, message, patch } from "./testing/frames";
import { ViewServer } from "./testing/view-server";

const path = findChromium() ?? "";
/** Browsers keep their decoders from pages that came over plain HTTP from elsewhere. */
const elsewhere = "portal.test";
const viewer = "document.querySelector('[data-testid=viewer]')";
const stage = "document.querySelector('[data-testid=viewer-stage]')";
const picture = "document.querySelector('[data-testid=viewer-picture]')";
const button = (name: string) => `document.querySelector('button[aria-label^="${name}"]')`;
const large = { width: 1600, height: 1200 };

let server: ViewServer;

beforeAll(async () => {
  server = await ViewServer.start();
}, 60_000);
afterAll(() => server?.close());

async function heard<Kind extends Message>(wanted: (one: Message) => one is Kind): Promise<Kind> {
  const end = Date.now() + 15_000;
  for (;;) {
    const found = server.heard.find(wanted);
    if (found) return found;
    if (Date.now() > end) throw new Error(`not heard, only ${JSON.stringify(server.heard)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const asked = (reason: number) => (one: Message) =>
  one.kind === "refresh_request" && one.reason === reason;
type Asked = Extract<Message, { kind: "refresh_request" }>;
type Pointed = Extract<Message, { kind: "pointer" }>;
const pointed = (one: Message): one is Pointed => one.kind === "pointer";

async function open(query = "", more: string[] = [], host = "127.0.0.1"): Promise<Chromium> {
  const before = server.connections;
  const page = server.page.replace("127.0.0.1", host) + query;
  const browser = await Chromium.open(path, page, more);
  const end = Date.now() + 30_000;
  while (server.connections === before) {
    if (Date.now() > end) throw new Error("the viewer does not connect");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return browser;
}

const pixels = (browser: Chromium, points: [number, number][]) =>
  browser.evaluate<number[][]>(`pixelsAt(${JSON.stringify(points)})`);

async function show(browser: Chromium, sequence: number, operations: Operation[], size = large) {
  server.send(message({ ...size, sequence, refresh: true, operations }));
  await browser.until(`${viewer}.dataset.painted === '${sequence}'`);
}

describe("a picture larger than the window", { timeout: 60_000 }, () => {
  let browser: Chromium;
  const scale = "document.querySelector('[data-testid=viewer-scale]').innerText";
  const middle = `(() => {
    const [box, at] = [${picture}.getBoundingClientRect(), ${stage}.getBoundingClientRect()];
    const one = box.width / ${large.width};
    return [(at.x + at.width / 2 - box.x) / one, (at.y + at.height / 2 - box.y) / one];
  })()`;
  const key = (name: string) =>
    browser.evaluate(`${stage}.dispatchEvent(
      new KeyboardEvent('keydown', { key: '${name}', bubbles: true, cancelable: true }))`);
  const mouse = (type: string, x: number, y: number) =>
    browser.evaluate(`${stage}.dispatchEvent(new PointerEvent('${type}', {
      clientX: ${x}, clientY: ${y}, bubbles: true, pointerId: 1, pointerType: 'mouse' }))`);

  beforeAll(async () => {
    browser = await open();
    await show(browser, 1, [patch({ x: 0, y: 0, ...large })]);
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(() => key("0"));

  test("buttons and keys zoom, and the middle stays where it is", async () => {
    await key("1");
    await browser.until(`${scale} === '100 %'`);
    const [x, y] = await browser.evaluate<number[]>(middle);
    await key("+");
    await browser.until(`${scale} === '125 %'`);
    await browser.evaluate(`${button("Larger")}.click()`);
    await browser.until(`${scale} === '150 %'`);
    const after = await browser.evaluate<number[]>(middle);
    expect(Math.abs((after[0] ?? 0) - (x ?? 0))).toBeLessThan(2);
    expect(Math.abs((after[1] ?? 0) - (y ?? 0))).toBeLessThan(2);
    for (const percent of ["125", "100", "90", "75"]) {
      await key("-");
      await browser.until(`${scale} === '${percent} %'`);
    }
    await key("0");
    await browser.until(`${button("Fit")}.ariaPressed === 'true'`);
  });

  test("the wheel zooms at the mouse with Ctrl, and only then", async () => {
    await key("1");
    await browser.until(`${scale} === '100 %'`);
    const [x, y] = [620, 400];
    const under = `(() => {
      const box = ${picture}.getBoundingClientRect();
      const one = box.width / ${large.width};
      return [(${x} - box.x) / one, (${y} - box.y) / one];
    })()`;
    const before = await browser.evaluate<number[]>(under);
    const wheel = (ctrlKey: boolean) =>
      browser.evaluate<boolean>(`${stage}.dispatchEvent(new WheelEvent('wheel', {
        deltaY: -120, ctrlKey: ${ctrlKey}, clientX: ${x}, clientY: ${y}, cancelable: true }))`);
    expect(await wheel(false)).toBe(true);
    expect(await wheel(true)).toBe(false);
    await browser.until(`${scale} === '132 %'`);
    const after = await browser.evaluate<number[]>(under);
    expect(after.every((value, axis) => Math.abs(value - (before[axis] ?? 0)) < 2)).toBe(true);
  });

  test("it is dragged, and the keyboard can reach it", async () => {
    await key("1");
    await browser.until(`${stage}.scrollWidth > ${stage}.clientWidth`);
    await browser.evaluate(`${stage}.scrollTo(300, 200)`);
    // Chromium gives no pointer that is not there to whoever wants to hold it.
    await browser.evaluate(`${stage}.setPointerCapture = () => undefined`);
    await mouse("pointerdown", 500, 400);
    await mouse("pointermove", 450, 420);
    await mouse("lostpointercapture", 450, 420);
    await mouse("pointermove", 100, 100);
    expect(await browser.evaluate(`[${stage}.scrollLeft, ${stage}.scrollTop]`)).toEqual([350, 180]);
    expect(await browser.evaluate(`${stage}.tabIndex`)).toBe(0);
  });

  test("the customer is told where the agent points, while that is switched on", async () => {
    const at = await browser.evaluate<{ x: number; y: number; width: number }>(
      `(() => { const { x, y, width } = ${picture}.getBoundingClientRect();
        return { x, y, width }; })()`,
    );
    const one = at.width / large.width;
    await mouse("pointermove", at.x + 100 * one, at.y + 50 * one);
    await key("p");
    await browser.until(`${button("Point")}.ariaPressed === 'true'`);
    expect(server.heard.filter(pointed)).toEqual([]);
    await mouse("pointermove", at.x + 100.5 * one, at.y + 50.5 * one);
    const found = await heard(pointed);
    expect(found).toEqual({ kind: "pointer", form: "at", monitor: 0, x: 100, y: 50 });
    await key("p");
    await heard((message): message is Pointed => pointed(message) && message.form === "away");
    expect(await browser.evaluate(`${button("Point")}.ariaPressed`)).toBe("false");
  });

  test("a screenshot is the exact picture, without the cursor, in a file that says when", async () => {
    const rgba = Uint8Array.from({ length: 8 * 8 * 4 }, () => 255);
    const shape = { kind: "cursor", form: "shape", hot_x: 0, hot_y: 0, rgba } as const;
    const place = { kind: "cursor", form: "position", x: 100, y: 50 } as const;
    const operations = [{ ...shape, width: 8, height: 8 }, place];
    server.send(message({ ...large, sequence: 2, operations }));
    await browser.until(`${viewer}.dataset.painted === '2'`);
    await browser.evaluate(`(() => {
      HTMLAnchorElement.prototype.click = function () {
        globalThis.file = { name: this.download, bytes: fetch(this.href).then((r) => r.blob()) };
      };
    })()`);
    await key("s");
    await browser.until("globalThis.file");
    expect(await browser.evaluate("file.name")).toMatch(/^screen-\d{4}(-\d\d){5}\.png$/);
    const read = `(async () => {
      const bitmap = await createImageBitmap(await file.bytes, { colorSpaceConversion: 'none' });
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context.drawImage(bitmap, 0, 0);
      return [bitmap.width, bitmap.height, ...context.getImageData(102, 52, 1, 1).data];
    })()`;
    expect(await browser.evaluate(read)).toEqual([1600, 1200, ...exact(102, 52), 255]);
    await browser.until("document.body.innerText.includes('Saved as screen-')");
  });
});

describe("a dense screen", { timeout: 60_000 }, () => {
  test.each([1.25, 1.5])("1:1 is exact where %d pixels are one of CSS", async (ratio) => {
    const browser = await open("", [`--force-device-scale-factor=${ratio}`]);
    try {
      const size = { width: 601, height: 403 };
      await show(browser, 1, [patch({ x: 0, y: 0, ...size })], size);
      expect(await browser.evaluate("devicePixelRatio")).toBe(ratio);
      await browser.evaluate(`${button("1:1")}.click()`);
      await browser.until("document.body.innerText.includes('100 %')");
      const points = Array.from({ length: 400 }, (_, y) => [(y * 7) % 601, y] as [number, number]);
      const screenshot = JSON.stringify(await browser.screenshot());
      const shown = `screenPixelsAt(${screenshot}, ${JSON.stringify(points)})`;
      expect(await browser.evaluate(shown)).toEqual(points.map(([x, y]) => exact(x, y)));
    } finally {
      await browser.close();
    }
  });
});

describe("a browser that lacks something", { timeout: 60_000 }, () => {
  let browser: Chromium;
  const whole = { x: 0, y: 0, ...clipSize };
  const key = clipUnits()[0] ?? new Uint8Array();
  afterEach(() => browser?.close());

  const without = heard.bind(null, asked(3) as (one: Message) => one is Asked);

  async function showsPatches() {
    await show(browser, 9, [patch(whole)], clipSize);
    expect(await pixels(browser, [[300, 150]])).toEqual([exact(300, 150)]);
    await browser.until(`${viewer}.dataset.link === 'live'`);
    expect(await browser.evaluate(`${viewer}.dataset.video`)).toBe("false");
    await browser.until(`${viewer}.innerText.includes('cannot decode video')`);
    await browser.evaluate("[...document.querySelectorAll('button')].at(-1).click()");
    await browser.until(`!${viewer}.innerText.includes('cannot decode video')`);
  }

  test("no WebCodecs: the picture is asked for without video", async () => {
    const resolve = `--host-resolver-rules=MAP ${elsewhere} 127.0.0.1`;
    browser = await open("", [resolve], elsewhere);
    expect(await browser.evaluate("typeof VideoDecoder")).toBe("undefined");
    await without();
    await showsPatches();
    // The next connection knows it from the start.
    const before = server.connections;
    server.cut();
    await browser.until(`${viewer}.dataset.link === 'reconnecting'`);
    while (server.connections === before) await new Promise((done) => setTimeout(done, 20));
    await without();
  });

  test("no H.264, and no canvas for a worker: the page itself paints without video", async () => {
    browser = await open("&without=h264,offscreen");
    await without();
    await showsPatches();
  });

  test("no canvas for a worker alone: the page itself paints video", async () => {
    browser = await open("&without=offscreen");
    const video: Operation = { kind: "video", key: true, rects: [whole], data: key };
    await show(browser, 3, [video], clipSize);
    const [[red] = []] = await pixels(browser, [[8 + 16 * 10, 8]]);
    expect(Math.abs((red ?? 0) - 120)).toBeLessThanOrEqual(3);
    expect(await browser.evaluate(`${viewer}.dataset.video`)).toBe("true");
  });

  test("a decoder that fails again and again: the picture goes on without video", async () => {
    browser = await open();
    const data = key.slice();
    // A profile that no decoder knows, in the sequence parameter set.
    data[data.indexOf(0x67) + 1] = 0x13;
    for (let sequence = 1; sequence <= 3; sequence += 1) {
      const video: Operation = { kind: "video", key: true, rects: [whole], data };
      server.send(message({ ...clipSize, sequence, refresh: true, operations: [video] }));
      await heard((one): one is Message => {
        return one.kind === "acknowledgement" && one.sequence === sequence;
      });
    }
    await without();
    await showsPatches();
  });
});
