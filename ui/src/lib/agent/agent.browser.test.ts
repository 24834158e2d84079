// @vitest-environment node
// The door and the own account in a real browser: axe finds nothing in both languages and
// schemes, neither at the forced change of a password nor at the recovery codes.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { looks, violations } from "../testing/axe";
import type { Chromium } from "../testing/chromium";
import { refusal, type PageServer } from "../testing/page-server";
import { Pages } from "../testing/pages";

const max = {
  id: "0b5c2a52-4bb4-4a55-8a7e-6a5f2d3f0001",
  name: "Max Adler",
  email: "max@example.test",
  roles: ["administrator"],
  may_open_reports: false,
  queues: [],
  most_sessions: 5,
  must_change_password: false,
  second_factor: false,
  recovery_codes: 0,
};
const device = {
  id: "0b5c2a52-4bb4-4a55-8a7e-6a5f2d3f0002",
  current: false,
  browser: "Firefox 150",
  system: "Windows",
  signed_in_at: 1_795_348_800_000,
  used_at: 1_795_348_800_000,
};

describe("in Chromium", { timeout: 60_000 }, () => {
  let pages: Pages;
  let server: PageServer;
  let browser: Chromium;

  beforeAll(async () => {
    pages = await Pages.open();
    ({ server, browser } = pages);
    server.answer("GET /api/v1/portal", { company: "Example Ltd", queues: [], version: "1" });
    server.answer("GET /api/v1/agents/me/sign-ins", [
      { ...device, id: max.id, current: true },
      device,
    ]);
    server.answer("POST /api/v1/agents/me/second-factor", {
      secret: "GEZD GNBV GY3T QOJQ",
      uri: "otpauth://totp/x",
      qr_svg:
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M4 4h1v1z"/></svg>',
    });
    server.answer("PUT /api/v1/agents/me/second-factor", {
      recovery_codes: ["2345-6789-ABCD", "BCDF-GHJK-LMNP"],
    });
  }, 60_000);
  afterAll(() => pages?.close());

  async function openAccount({ language, scheme }: (typeof looks)[number]) {
    await browser.prefer(scheme);
    await browser.visit(server.url(`/manage?lang=${language}`));
    const name = language === "de" ? "Mein Konto" : "My account";
    const button = `[...document.querySelectorAll("header button")]
      .find((one) => one.textContent.includes("${name}"))`;
    await browser.until(button);
    await browser.evaluate(`${button}.click()`);
  }

  test.each(looks)("the second step ($language, $scheme)", async ({ language, scheme }) => {
    server.answer("GET /api/v1/agents/me", () => refusal(401, "not_signed_in"));
    server.answer("POST /api/v1/agents/sign-in", () => refusal(401, "second_factor_needed"));
    await browser.prefer(scheme);
    await browser.visit(server.url(`/manage?lang=${language}`));
    await browser.until("document.querySelector('input[name=password]')");
    expect(await violations(browser)).toEqual([]);
    await browser.evaluate(`for (const name of ["email", "password"]) {
      const field = document.querySelector("input[name=" + name + "]");
      field.value = "max@example.test";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    document.querySelector("form").requestSubmit();`);
    await browser.until("document.activeElement?.name === 'second_factor'");
    expect(await violations(browser)).toEqual([]);
  });

  test.each(looks)("a forced change of the password ($language, $scheme)", async (look) => {
    server.answer("GET /api/v1/agents/me", { ...max, must_change_password: true });
    await browser.prefer(look.scheme);
    await browser.visit(server.url(`/manage?lang=${look.language}`));
    await browser.until("document.activeElement?.name === 'old'");
    expect(await violations(browser)).toEqual([]);
  });

  test.each(looks)("turning the second factor off ($language, $scheme)", async (look) => {
    server.answer("GET /api/v1/agents/me", { ...max, second_factor: true, recovery_codes: 3 });
    await openAccount(look);
    await browser.until("document.querySelector('dialog input[name=factor_code]')");
    expect(await violations(browser)).toEqual([]);
  });

  test.each(looks)("the own account ($language, $scheme)", async (look) => {
    server.answer("GET /api/v1/agents/me", max);
    await openAccount(look);
    await browser.until("document.querySelectorAll('dialog li').length === 2");
    expect(await violations(browser)).toEqual([]);
    await browser.evaluate(`{
      const field = document.querySelector("input[name=factor_password]");
      field.value = "x";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.form.requestSubmit();
    }`);
    await browser.until("document.querySelector('dialog img')?.naturalWidth > 0");
    expect(await violations(browser)).toEqual([]);
    await browser.evaluate(`{
      const field = document.activeElement;
      field.value = "123456";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.form.requestSubmit();
    }`);
    await browser.until("document.activeElement?.matches('dialog h3')");
    expect(await violations(browser)).toEqual([]);
  });
});
