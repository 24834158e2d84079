import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { session, storage } from "../lib/log/testing/fake-portal";
import type { HandoffOffer } from "../lib/protocol.generated";
import { eventually } from "../lib/testing/eventually";
import { KnownApp } from "./known-app";
import { OpenerDownload } from "./opener-download.svelte";

let posted: string[];
let codes: number;
let answer: () => Response;

beforeEach(() => {
  vi.useFakeTimers();
  [posted, codes] = [[], 0];
  answer = () => Response.json(offer());
  vi.stubGlobal("fetch", (path: string) => {
    posted.push(path);
    return Promise.resolve(answer());
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The codes are numbered in the order in which they are given out. */
const codeAt = (count: number) => `K7QM-2XRB-${String(count).padStart(4, "0")}`;

function offer(): HandoffOffer {
  const code = codeAt((codes += 1));
  const file_name = `Corporate-Opener-${code}`;
  return { code, file_name, url: `/download/${file_name}`, expires_at: Date.now() + 600_000 };
}

function page(keep = storage(), system: "linux" | "unknown" = "linux") {
  const saved: string[] = [];
  const save = (one: HandoffOffer) => void saved.push(one.url);
  const app = new KnownApp(keep);
  return { download: new OpenerDownload({ session, system, keep, app, save }), saved, keep, app };
}

test("an upgrade asks for one code and starts one download, through reloads too", async () => {
  const first = page();
  await Promise.all([first.download.begin("h1"), first.download.begin("h1")]);
  expect(posted).toEqual([`/api/v1/sessions/${session}/handoff`]);
  expect(first.saved).toEqual([`/download/Corporate-Opener-${codeAt(1)}`]);

  const reloaded = page(first.keep);
  await reloaded.download.begin("h1");
  expect(reloaded.download.offer?.code).toBe(codeAt(1));
  expect([posted.length, reloaded.saved.length]).toEqual([1, 0]);

  await reloaded.download.begin("h2");
  expect(posted).toHaveLength(2);
  expect(reloaded.saved).toEqual([`/download/Corporate-Opener-${codeAt(2)}`]);
});

test("the download is the one for this computer's processor, where the browser tells", async () => {
  for (const [arch, query] of [
    ["aarch64", "?arch=aarch64"],
    ["x86_64", "?arch=x86_64"],
    [null, ""],
  ] as const) {
    const saved: string[] = [];
    const [save, keep] = [(one: HandoffOffer) => void saved.push(one.url), storage()];
    const processor = () => Promise.resolve(arch);
    const options = { session, system: "linux", keep, app: new KnownApp(keep), save } as const;
    const download = new OpenerDownload({ ...options, processor });
    await download.begin("h1");
    const url = `/download/Corporate-Opener-${codeAt(codes)}${query}`;
    expect([saved, download.offer?.url]).toEqual([[url], url]);
  }
});

test("an offer made anew before its code has come gets a code of its own", async () => {
  const { download, saved } = page();
  await Promise.all([download.begin("h1"), download.begin("h2")]);
  await eventually(() => expect(saved).toHaveLength(1));
  expect([posted.length, download.offer?.code]).toEqual([2, codeAt(2)]);
  expect(saved).toEqual([`/download/Corporate-Opener-${codeAt(2)}`]);
});

test("a link that has expired says so and can be renewed", async () => {
  const { download, saved } = page();
  await download.begin("h1");
  expect(download.expired).toBe(false);
  vi.advanceTimersByTime(600_000);
  expect(download.expired).toBe(true);
  await download.renew();
  expect([download.expired, saved.length]).toEqual([false, 2]);
});

test("a wrong clock on this machine neither ends a link at once nor keeps it for hours", async () => {
  const { download } = page();
  answer = () => Response.json({ ...offer(), expires_at: Date.now() - 3_600_000 });
  await download.begin("h1");
  expect(download.expired).toBe(false);
  answer = () => Response.json({ ...offer(), expires_at: Date.now() + 36_000_000 });
  await download.begin("h2");
  vi.advanceTimersByTime(600_000);
  expect(download.expired).toBe(true);
});

test("a refusal is told and can be tried again", async () => {
  const { download, saved } = page();
  answer = () => Response.json({ code: "rate_limited", title: "", status: 429 }, { status: 429 });
  await download.begin("h1");
  expect([download.failure, saved.length]).toEqual(["rate_limited", 0]);
  answer = () => Response.json(offer());
  await download.renew();
  expect([download.failure, saved.length]).toEqual([null, 1]);
});

test("an opener that was fetched on another page is not fetched again by itself", async () => {
  const { download, saved } = page();
  await download.begin("h1", true);
  expect([posted.length, saved.length]).toEqual([0, 0]);
  await download.renew();
  expect([posted.length, saved.length]).toEqual([1, 1]);
});

test("a phone gets no download", async () => {
  const { download } = page(storage(), "unknown");
  await download.begin("h1");
  expect([posted.length, download.offer]).toEqual([0, null]);
});

test("once the app has joined from here, the next upgrade offers to open it and downloads nothing", async () => {
  const { download, saved, keep } = page();
  await download.begin("h1");
  expect([download.appFirst, saved.length]).toEqual([false, 1]);
  download.joined("h1");

  const next = page(keep);
  await next.download.begin("h2");
  expect([next.download.appFirst, next.saved.length]).toEqual([true, 0]);
  expect(next.download.link).toBe(`corpcustomer://join/${codeAt(2)}`);
  await next.download.renew();
  expect([posted.length, next.saved.length]).toEqual([3, 0]);

  const reloaded = page(keep);
  await reloaded.download.begin("h2");
  expect([reloaded.download.link, posted.length]).toEqual([`corpcustomer://join/${codeAt(3)}`, 3]);
  expect(reloaded.download.appFirst).toBe(true);
  await reloaded.download.fetchInstead();
  expect([reloaded.download.appFirst, reloaded.saved.length, posted.length]).toEqual([false, 1, 3]);
  const again = page(keep);
  await again.download.begin("h2");
  expect([again.download.appFirst, again.app.opens]).toEqual([false, true]);
});

test("who took the download after two links that did nothing gets it at once next time", async () => {
  const { download, saved, keep, app } = page();
  app.joined("link");
  await download.begin("h1");
  download.follow();
  const back = page(keep);
  await back.download.begin("h1");
  expect([back.download.followed, back.download.appFirst]).toEqual([true, true]);
  vi.advanceTimersByTime(600_000);
  await download.fetchInstead();
  expect([posted.length, saved.length]).toEqual([2, 1]);
  download.joined("h1");
  const second = page(keep);
  await second.download.begin("h2");
  expect([second.download.appFirst, second.saved.length]).toEqual([true, 0]);
  second.download.follow();
  await second.download.fetchInstead();
  second.download.joined("h2");
  const third = page(keep);
  await third.download.begin("h3");
  expect([third.download.appFirst, third.saved.length]).toEqual([false, 1]);
});

test("a link that opened the app counts for it", async () => {
  const { download, app } = page();
  app.joined("download");
  app.failed();
  app.joined("download");
  await download.begin("h1");
  download.follow();
  download.joined("h1");
  app.failed();
  app.joined("download");
  expect(app.opens).toBe(true);
});

test("a log that is read again after a reload tells nothing new of links", async () => {
  const { download, app, keep } = page();
  await download.begin("h1");
  download.joined("h1");
  app.failed();
  page(keep).download.joined("h1");
  expect(app.opens).toBe(false);
});

test("an app that joined from elsewhere is not taken for one that is here", async () => {
  const { download, app } = page();
  download.joined("h1");
  await download.begin("h2", true);
  download.joined("h2");
  expect(app.opens).toBe(false);
});

test("an answer that comes after the page has gone, or for another offer, does nothing", async () => {
  const { download, saved, keep } = page();
  const begun = download.begin("h1");
  download.stop();
  await begun;
  expect([posted.length, saved.length, keep.size(), download.offer]).toEqual([1, 0, 0, null]);

  answer = () => Response.json({ code: "rate_limited" }, { status: 429 });
  const late = download.begin("h2");
  download.stop();
  await late;
  expect(download.failure).toBeNull();
});

test("a new code has a link that was not followed yet", async () => {
  const { download, app } = page();
  app.joined("link");
  await download.begin("h1");
  download.follow();
  await download.renew();
  expect([download.followed, download.appFirst]).toEqual([false, true]);
});

test("a code that was fetched because the one before got stuck is known after a reload", async () => {
  const { download, saved, keep } = page();
  await download.begin("h1");
  expect(download.again).toBe(false);
  await download.fetchAgain();
  expect([download.again, saved.length]).toEqual([true, 2]);
  const back = page(keep);
  await back.download.begin("h1", true);
  expect([back.download.again, back.download.offer?.code]).toEqual([true, codeAt(2)]);
  await back.download.renew();
  expect(back.download.again).toBe(true);
  await back.download.begin("h2");
  expect(back.download.again).toBe(false);
});
