// @vitest-environment node
// The reports in a real browser: axe finds nothing, nothing is wider than the window, the filter is
// in the address and comes back with the history, and a report prints on A4 without the page's frame.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { looks, violations } from "../lib/testing/axe";
import type { Chromium } from "../lib/testing/chromium";
import { refusal, type PageServer } from "../lib/testing/page-server";
import { Pages } from "../lib/testing/pages";
import { answersFor } from "./testing/account";
import { list, reportAnswers, session } from "./testing/report-answers";

const places: Record<string, [string, string]> = {
  reports: ["#/reports/list", "tbody th a"],
  "reports-custom": [
    "#/reports/list?span=custom&from=2026-11-01&to=2026-11-22&before=x",
    "input[type=date]",
  ],
  "reports-figures": ["#/reports/figures", "svg[role=img]"],
  "reports-session": [`#/reports/sessions/${session}`, "#transcript"],
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
    const may = { may_open_reports: true };
    const me = { id: "ben", name: "Ben Stein", email: "ben@demo.test", roles: ["agent"], ...may };
    const answers = { ...answersFor("mia"), ...reportAnswers, "GET /api/v1/agents/me": me };
    for (const [request, answer] of Object.entries(answers)) server.answer(request, answer);
  });
  afterAll(() => pages?.close());

  async function visit(language: string, name: keyof typeof places) {
    const [hash = "", shown = ""] = places[name] ?? [];
    await browser.visit("about:blank");
    await browser.visit(server.url(`/manage?lang=${language}${hash}`));
    await browser.until(`document.querySelector(${JSON.stringify(shown)})`);
  }

  test.each(looks)("axe finds nothing ($language, $scheme)", async ({ language, scheme }) => {
    await browser.prefer(scheme);
    await browser.resize(1280, 1400);
    for (const name of Object.keys(places)) {
      await visit(language, name);
      await pages.shoot(`${name}-${language}-${scheme}`);
      expect([name, await violations(browser)]).toEqual([name, []]);
    }
  });

  test.each(["de", "en"])("everything fits on a phone (%s)", async (language) => {
    await browser.prefer("light");
    await browser.resize(360, 1400);
    for (const name of Object.keys(places)) {
      await visit(language, name);
      await pages.shoot(`${name}-${language}-phone`);
      expect([name, await pages.tooWide(), await violations(browser)]).toEqual([name, false, []]);
    }
  });

  test("beside the menu, the table is whole in a window of 1280 pixels (de)", async () => {
    const me = { id: "mia", name: "Mia", email: "mia@demo.test", roles: ["manager"] };
    server.answer("GET /api/v1/agents/me", { ...me, may_open_reports: true });
    await browser.prefer("light");
    await browser.resize(1280, 900);
    await visit("de", "reports");
    await browser.until("document.querySelector('.content > nav')");
    await pages.shoot("reports-de-1280");
    const table = await browser.evaluate(`(() => {
      const box = document.querySelector("table").parentElement;
      const cell = getComputedStyle(document.querySelector("tbody td")).display;
      return [cell, box.scrollWidth - box.clientWidth];
    })()`);
    expect(table).toEqual(["table-cell", 0]);
  });

  test("as cards, nothing is squeezed as in a table that hardly fits", async () => {
    await browser.prefer("light");
    await browser.resize(360, 900);
    await visit("de", "reports");
    const cards = await browser.evaluate(`(() => {
      const style = (selector) => getComputedStyle(document.querySelector(selector));
      const letters = parseFloat(style("table").fontSize) / parseFloat(style("html").fontSize);
      return [style("tbody td").display, letters.toFixed(2), style(".outcome").whiteSpace];
    })()`);
    expect(cards).toEqual(["grid", "0.92", "normal"]);
  });

  test("the filter is in the address and comes back with the history", async () => {
    await browser.resize(1280, 900);
    await visit("en", "reports");
    await browser.evaluate(`(() => {
      const select = [...document.querySelectorAll("select")].at(-1);
      select.value = "phone";
      select.dispatchEvent(new Event("change", { bubbles: true }));
      document.querySelector("form button[type=submit]").click();
    })()`);
    await browser.until("location.hash === '#/reports/list?mode=phone'");
    server.answer("GET /api/v1/reports/sessions", { rows: [], next: null, total: 0 });
    await browser.evaluate("document.querySelector('form button[type=button]').click()");
    await browser.until("document.body.textContent.includes('There are no sessions')");
    server.answer("GET /api/v1/reports/sessions", list);
    await browser.evaluate("history.back()");
    await browser.until("document.querySelector('tbody th a')");
    const mode = "[...document.querySelectorAll('select')].at(-1).value";
    expect(await browser.evaluate<string>(mode)).toBe("phone");
  });

  test("on paper a report stands alone, and fits A4", async () => {
    // A4 less its margins, at 96 pixels an inch.
    await browser.resize(672, 1000);
    await visit("de", "reports-session");
    await browser.show("print");
    await pages.shoot("reports-session-de-print");
    const seen = (selector: string) =>
      browser.evaluate<boolean>(`document.querySelector(${JSON.stringify(selector)}) !== null
        && document.querySelector(${JSON.stringify(selector)}).checkVisibility()`);
    const frame = ["main .actions", "main .back", "header .switch", ".page > header"];
    for (const gone of frame) expect([gone, await seen(gone)]).toEqual([gone, false]);
    for (const kept of ["main h1", "main .printed", "#timeline", "#log", "#assessment"]) {
      expect([kept, await seen(kept)]).toEqual([kept, true]);
    }
    expect(await pages.tooWide()).toBe(false);
    await browser.show("screen");
  });

  test("who loses the right reads so, and a failure has a way on", async () => {
    server.answer("GET /api/v1/reports/sessions", refusal(403, "not_allowed"));
    await browser.visit("about:blank");
    await browser.visit(server.url("/manage?lang=en#/reports/list"));
    await browser.until("document.querySelector('.banner.warn')");
    expect(await violations(browser)).toEqual([]);
    server.answer("GET /api/v1/reports/sessions", refusal(503, "unavailable"));
    await browser.evaluate("location.reload()");
    await browser.until("document.querySelector('.banner.bad button')");
    server.answer("GET /api/v1/reports/sessions", list);
    await browser.evaluate("document.querySelector('.banner.bad button').click()");
    await browser.until("document.querySelector('tbody th a')");
  });
});
