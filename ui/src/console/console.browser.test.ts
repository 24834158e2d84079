// @vitest-environment node
// The console in a real browser: axe finds nothing in any state, a long list draws what is seen and
// keeps focus and scroll, menus open by key. The portal behind it is a fake.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { looks, violations } from "../lib/testing/axe";
import type { Chromium } from "../lib/testing/chromium";
import type { PageServer } from "../lib/testing/page-server";
import { Pages } from "../lib/testing/pages";
import type { TextSocket } from "../lib/testing/text-socket";
import { busyDesk, manyRows } from "./testing/busy-desk";
import { row } from "./testing/fake-desk";

const words = {
  en: {
    handOver: "Hand over…",
    end: "End session",
    phone: "Phone code…",
    menu: "Session",
    readOut: "Read out a code",
  },
  de: {
    handOver: "Übergeben…",
    end: "Sitzung beenden",
    phone: "Telefoncode…",
    menu: "Sitzung",
    readOut: "Code vorlesen",
  },
};

describe("in Chromium", { timeout: 120_000 }, () => {
  let pages: Pages;
  let server: PageServer;
  let browser: Chromium;
  let list: TextSocket;

  beforeAll(async () => {
    pages = await Pages.open();
    ({ server, browser } = pages);
    busyDesk(server, (socket) => (list = socket));
  }, 60_000);
  afterAll(() => pages?.close());

  const press = (name: string) =>
    browser.until(`(() => {
      const named = (e) => (e.getAttribute("aria-label") ?? e.textContent).trim().replace(/\\s+/g, " ");
      const found = [...document.querySelectorAll("button, [role=menuitem]")].find(
        (e) => named(e) === ${JSON.stringify(name)} && e.getAttribute("aria-disabled") !== "true");
      found?.click();
      return found !== undefined;
    })()`);
  const choose = (text: string) =>
    browser.evaluate(`[...document.querySelectorAll("tr.row")]
      .find((row) => row.textContent.includes(${JSON.stringify(text)})).click()`);
  const escape = () => browser.press("Escape", 27);
  const drawn = () => browser.evaluate<number>(`document.querySelectorAll("tr.row").length`);

  async function open(language: string, width = 1440, height = 900) {
    await browser.resize(width, height);
    await browser.visit("about:blank");
    await browser.visit(server.url(`/console?lang=${language}`));
    await browser.until(`document.querySelectorAll("tr.row").length > 5`);
  }

  /** Looks at the page with axe. */
  async function look(name: string) {
    await pages.shoot(name);
    expect(await violations(browser), name).toEqual([]);
  }

  test.each(looks)("axe finds nothing ($language, $scheme)", async ({ language, scheme }) => {
    const t = words[language];
    const name = (state: string) => `console-${state}-${language}-${scheme}`;
    await browser.prefer(scheme);
    await open(language);
    await look(name("list"));
    await choose("Clara Muster");
    await browser.until(`document.querySelector("textarea[name=message]")`);
    await look(name("chat"));
    await press(t.handOver);
    await look(name("hand-over"));
    await escape();
    await press(t.end);
    await look(name("end"));
    await escape();
    await press(t.phone);
    await look(name("phone-code"));
    await escape();
    await press(t.menu);
    await browser.until(`document.activeElement.getAttribute("role") === "menuitem"`);
    await look(name("menu"));
    await escape();
    await choose("Jörg");
    await browser.until(`document.querySelector("li.current")`);
    await look(name("upgrade"));
    await press(t.readOut);
    await browser.until(`document.querySelector("dialog li strong")`);
    await look(name("read-out"));
    await escape();
    await choose("Nora Nacht");
    await browser.until(`document.querySelector("a[href^='mailto:nora@example.org?']")`);
    await look(name("message"));
  });

  /** What of a dialog is wider than its place. */
  const cutOff = `[...document.querySelectorAll("dialog, dialog *")]
    .filter((box) => box.clientWidth > 2 && box.scrollWidth > box.clientWidth + 1)
    .map((box) => [box.tagName, box.className, box.scrollWidth, box.clientWidth].join(" "))`;

  test.each(["de", "en"] as const)("a phone shows list or session (%s)", async (language) => {
    await browser.prefer("light");
    await open(language, 360, 640);
    const wide = `[...document.querySelectorAll("header *, section *")].some((e) => {
      const { width, right } = e.getBoundingClientRect();
      return width > 2 && right > 360.5 && !e.closest("table, h2 bdi");
    })`;
    await look(`console-phone-list-${language}`);
    expect(await browser.evaluate(wide)).toBe(false);
    await choose("Jörg");
    await browser.until(`document.activeElement.matches("section.panel")`);
    expect(await browser.evaluate(`document.querySelector("tr.row").offsetParent`)).toBeNull();
    await look(`console-phone-upgrade-${language}`);
    expect(await browser.evaluate(wide)).toBe(false);
    await press(words[language].readOut);
    await browser.until(`document.querySelector("dialog li strong")`);
    for (const size of ["", "200%"]) {
      await browser.evaluate(`document.documentElement.style.fontSize = "${size}"`);
      await pages.shoot(`console-phone-read-out-${language}-${size}`);
      expect(await browser.evaluate<string[]>(cutOff), size).toEqual([]);
    }
    await browser.evaluate(`document.documentElement.style.fontSize = ""`);
    await escape();
    await browser.evaluate(`document.querySelector("section.panel header button").click()`);
    await browser.until(`document.querySelector("tr.row").offsetParent !== null`);
    await browser.until(`document.activeElement.closest("tr")?.dataset.session === "joerg"`);
  });

  test("the toolbar stays in one line at 1280 pixels (de)", async () => {
    await open("de", 1280, 800);
    const lines = `new Set([...document.querySelectorAll("[aria-label='Aktionen für die Sitzung'] button")]
      .map((button) => Math.round(button.getBoundingClientRect().top))).size`;
    await pages.shoot("console-toolbar-de-1280");
    expect(await browser.evaluate<number>(lines)).toBe(1);
  });

  test("500 sessions: what is seen is drawn, and focus and scroll stay where they are", async () => {
    await open("en");
    list.send({ type: "sessions", sessions: manyRows(500) });
    await browser.until(`document.querySelector("table").getAttribute("aria-rowcount") === "501"`);
    expect(await drawn()).toBeLessThan(50);
    await browser.evaluate(`document.querySelector(".scroll").scrollTop = 10_000`);
    await browser.until(`document.querySelector("tr.row").getAttribute("aria-rowindex") > 100`);
    await browser.evaluate(`(() => {
      const box = document.querySelector(".scroll").getBoundingClientRect();
      const row = document.elementFromPoint(box.left + 200, box.top + 300).closest("tr");
      row.querySelector("button").focus({ preventScroll: true });
      globalThis.wasAt = row.getBoundingClientRect().top;
    })()`);
    const focused = `document.activeElement.closest("tr")?.dataset.session`;
    const id = await browser.evaluate<string>(focused);
    for (let index = 0; index < 5; index++) {
      const session = row(`early${index}`, { customer: "Early", waiting_since: 10 + index });
      list.send({ type: "changed", session });
    }
    await browser.until(`document.querySelector("table").getAttribute("aria-rowcount") === "506"`);
    expect(await browser.evaluate(focused)).toBe(id);
    const moved = `document.activeElement.closest("tr").getBoundingClientRect().top - wasAt`;
    expect(Math.abs(await browser.evaluate<number>(moved))).toBeLessThan(2);
    await browser.evaluate(`document.querySelector(".scroll").scrollTop = 0`);
    await browser.until(`document.querySelector("tr.row").textContent.includes("Early")`);
    expect(await browser.evaluate(focused)).toBe(id);
    list.send({ type: "gone", session: id });
    await browser.until(`document.activeElement.closest("tr")?.dataset.session !== undefined
      && ${focused} !== ${JSON.stringify(id)}`);
  });

  test("the title counts what is to be done, in either language", async () => {
    await open("en");
    await browser.until(`document.title.startsWith("(9) Console")`);
    await browser.evaluate(`document.querySelector("button[lang=de]").click()`);
    await browser.until(`document.title.startsWith("(9) Konsole")`);
  });

  test("heads sort, and say so", async () => {
    await open("en");
    const names = `[...document.querySelectorAll("tr.row th button")].map((e) => e.textContent)`;
    const sorted = `document.querySelector("th.column-customer").getAttribute("aria-sort")`;
    await press("Name");
    await browser.until(`${sorted} === "ascending"`);
    const up = await browser.evaluate<string[]>(names);
    expect(up).toEqual([...up].sort((a, b) => a.localeCompare(b, "en")));
    await press("Name");
    await browser.until(`${sorted} === "descending"`);
    expect(await browser.evaluate<string[]>(names)).toEqual(up.reverse());
  });

  test("the menu key opens a row's menu, Escape gives the focus back", async () => {
    await open("en");
    await browser.evaluate(`document.querySelector("tr.row button").focus()`);
    await browser.press("ArrowDown", 40);
    await browser.press("ContextMenu", 93);
    await browser.until(`document.activeElement.getAttribute("role") === "menuitem"`);
    await escape();
    await browser.until(`document.activeElement.closest("tr.row") !== null`);
    expect(await browser.evaluate(`document.querySelector("[role=menu]")`)).toBeNull();
  });

  test("nothing is asked of the browser before somebody asks for it", async () => {
    await open("en");
    expect(await browser.evaluate("Notification.permission")).not.toBe("granted");
    const asked = await browser.evaluate<number>(`(() => {
      let asked = 0;
      Notification.requestPermission = () => Promise.resolve((asked++, "denied"));
      const bell = document.querySelector(".bell");
      if (bell.getAttribute("aria-disabled") !== "true") bell.click();
      else asked = 1;
      return asked;
    })()`);
    expect(asked).toBe(1);
  });
});
