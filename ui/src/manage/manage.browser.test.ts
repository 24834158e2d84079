// @vitest-environment node
// The management center in a real browser: axe finds nothing in any section, in both languages and
// schemes and on a phone, nothing is wider than the window, and a list is put in order by the keyboard alone.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { looks, violations } from "../lib/testing/axe";
import type { Chromium } from "../lib/testing/chromium";
import { refusal, type PageServer } from "../lib/testing/page-server";
import { Pages } from "../lib/testing/pages";
import { answersFor, settings } from "./testing/account";

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

describe("in Chromium", { timeout: 120_000 }, () => {
  let pages: Pages;
  let server: PageServer;
  let browser: Chromium;

  beforeAll(async () => {
    pages = await Pages.open();
    ({ server, browser } = pages);
  }, 60_000);
  beforeEach(() => {
    for (const [request, answer] of Object.entries(answersFor("mia"))) {
      server.answer(request, answer);
    }
  });
  afterAll(() => pages?.close());

  /** Opens the page; every further place is reached as by its links, without another load. */
  async function visit(language: string) {
    await browser.visit("about:blank");
    await browser.visit(server.url(`/manage?lang=${language}`));
    await browser.until("document.querySelector('main h1')");
  }

  async function go(hash: string) {
    await browser.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await browser.until(
      "document.activeElement?.matches('h1') && !document.body.textContent.includes('…')",
    );
  }

  /** Clicks what is named so; a name may stand in `aria-label` or in the words of a button. */
  const click = (name: string) =>
    browser.evaluate(`[...document.querySelectorAll("button, a")].find((one) =>
      (one.getAttribute("aria-label") ?? one.textContent).trim() === ${JSON.stringify(name)}).click()`);

  test.each(looks)("axe finds nothing ($language, $scheme)", async ({ language, scheme }) => {
    await browser.prefer(scheme);
    await browser.resize(1280, 900);
    await visit(language);
    for (const [name, hash] of Object.entries(places)) {
      await go(hash);
      await pages.shoot(`${name}-${language}-${scheme}`);
      expect([name, await violations(browser)]).toEqual([name, []]);
    }
  });

  test.each(["de", "en"])("everything fits on a phone (%s)", async (language) => {
    await browser.prefer("light");
    await browser.resize(360, 740);
    await visit(language);
    for (const [name, hash] of Object.entries(places)) {
      await go(hash);
      await pages.shoot(`${name}-${language}-phone`);
      expect([name, await pages.tooWide(), await violations(browser)]).toEqual([name, false, []]);
    }
  });

  test.each([640, 3840])("nothing is wider than a window of %i pixels", async (width) => {
    await browser.resize(width, 900);
    await visit("de");
    for (const [name, hash] of Object.entries(places)) {
      await go(hash);
      await pages.shoot(`${name}-de-${width}`);
      expect([name, await pages.tooWide()]).toEqual([name, false]);
    }
  });

  test("axe finds nothing in what opens either", async () => {
    await browser.resize(1280, 900);
    await visit("en");
    const steps: [string, string, string][] = [
      ["#/replies", "Edit reply hallo", "document.querySelector('.editor')"],
      ["#/queues", "Add a queue", "document.querySelector('[name=\"queue.id\"]')"],
      ["#/queues", "Remove Printers", "document.querySelector('dialog[open]')"],
      ["#/agents/anna", "Set a new password", "document.querySelector('dialog[open]')"],
    ];
    for (const [hash, name, opened] of steps) {
      await go("#/files");
      await go(hash);
      await click(name);
      await browser.until(opened);
      await pages.shoot(`open-${name.replaceAll(" ", "-")}`);
      expect([name, await violations(browser)]).toEqual([name, []]);
      await browser.evaluate(
        "[...document.querySelectorAll('dialog button')].find((b) => b.textContent === 'No')?.click()",
      );
    }
  });

  test("axe finds nothing where somebody else saved first", async () => {
    server.answer("PUT /api/v1/account", refusal(409, "outdated"));
    await visit("en");
    await go("#/account");
    await browser.evaluate(`(() => {
      const field = document.querySelector('[name="company"]');
      field.value = "Mine";
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    })()`);
    const theirs = { revision: 4, settings: { ...settings, company: "Theirs", web_chat: false } };
    server.answer("GET /api/v1/account", theirs);
    await click("Save changes");
    await browser.until("document.activeElement?.id === 'conflict-title'");
    await pages.shoot("conflict-en-light");
    expect(await violations(browser)).toEqual([]);
    // The browser would ask before it left the page.
    await click("Discard changes");
    await click("Yes");
    await browser.until("document.body.textContent.includes('Everything is saved.')");
  });

  test("a queue is moved with the keyboard alone, and focus goes with it", async () => {
    server.answer("PUT /api/v1/queues", []);
    await visit("en");
    await go("#/queues");
    const focused = () => browser.evaluate<string>("document.activeElement.ariaLabel ?? ''");
    for (let steps = 0; (await focused()) !== "Move Printers up"; steps += 1) {
      expect(steps).toBeLessThan(20);
      await browser.press("Tab", 9);
    }
    await browser.press(" ", 32);
    await browser.until("document.body.textContent.includes('Printers is now number 1 of 3.')");
    expect(await focused()).toBe("Move Printers up");
    expect(server.asked).toContainEqual([
      "PUT /api/v1/queues",
      ["printers", "general", "accounts"],
    ]);
  });
});
