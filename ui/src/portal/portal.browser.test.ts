// @vitest-environment node
// The portal's first page in a real browser: axe finds nothing, in both languages and schemes.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Chromium, findChromium } from "../console/viewer/testing/chromium";
import { looks, violations } from "../lib/testing/axe";
import { PageServer } from "../lib/testing/page-server";

describe("in Chromium", { timeout: 60_000 }, () => {
  let server: PageServer;
  let browser: Chromium;

  beforeAll(async () => {
    const path = findChromium();
    if (path === null) throw new Error("Chromium is not installed: these tests need it");
    server = await PageServer.start();
    server.answer("GET /api/v1/portal", { company: "Example Ltd", queues: [], version: "1" });
    browser = await Chromium.open(path, "about:blank");
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test.each(looks)("axe finds nothing ($language, $scheme)", async ({ language, scheme }) => {
    await browser.prefer(scheme);
    await browser.visit(server.url(`/?lang=${language}`));
    await browser.until("document.querySelector('h1')");
    expect(await violations(browser)).toEqual([]);
  });
});
