// @vitest-environment node
import { expect, test } from "vitest";

import { browserOf } from "./browser";

const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
const safari = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5";
const gecko = "Gecko/20100101 Firefox";
const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)";

test.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/140.0.0.0 Safari/537.36`, "chrome"],
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/140.0 Safari/537.36`, "chrome"],
  [`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/140.0 Safari/537.36 Edg/140.0`, "edge"],
  [`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/140.0 Safari/537.36 OPR/120.0`, "other"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "firefox"],
  [`${mac} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`, "safari"],
  [`${mac} AppleWebKit/605.1.15 (KHTML, like Gecko)`, "other"],
  [`${mac} ${safari} Safari/605.1.15 Ddg/18.5`, "other"],
  [`Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) ${safari} Mobile/15E148 Safari/604.1`, "safari"],
  [`Mozilla/5.0 (X11; Linux x86_64) ${safari} Safari/605.1.15`, "other"],
  [`Mozilla/5.0 (X11; Linux x86_64) ${safari} Safari/605.1.15 Epiphany/605.1.15`, "other"],
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/140.0 Safari/537.36 Vivaldi/7.5`, "other"],
  [`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/140.0 Whale/4.32 Safari/537.36`, "other"],
  [`Mozilla/5.0 (X11; Linux x86_64; rv:128.0) ${gecko}/128.0 SeaMonkey/2.53.20`, "other"],
  [`Mozilla/5.0 (X11; Linux x86_64; rv:128.0) ${gecko}/128.0 PaleMoon/33.8.1`, "other"],
  ["X11; Linux", "other"],
  ["", "other"],
] as const)("%j is %s", (userAgent, browser) => {
  expect(browserOf({ userAgent })).toBe(browser);
});
