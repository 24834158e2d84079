// @vitest-environment node
// The portal's first page in a real browser: axe finds nothing, in both languages and schemes.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { looks, violations } from "../lib/testing/axe";
import type { Chromium } from "../lib/testing/chromium";
import type { PageServer } from "../lib/testing/page-server";
import { Pages } from "../lib/testing/pages";

describe("in Chromium", { timeout: 60_000 }, () => {
  let pages: Pages;
  let server: PageServer;
  let browser: Chromium;

  beforeAll(async () => {
    pages = await Pages.open();
    ({ server, browser } = pages);
    server.answer("GET /api/v1/portal", { company: "Example Ltd", queues: [], version: "1" });
  }, 60_000);
  afterAll(() => pages?.close());

  test.each(looks)("axe finds nothing ($language, $scheme)", async ({ language, scheme }) => {
    await browser.prefer(scheme);
    await browser.visit(server.url(`/?lang=${language}`));
    await browser.until("document.querySelector('h1')");
    expect(await violations(browser)).toEqual([]);
  });
});
