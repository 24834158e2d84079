// Looks at a page with axe-core in a real browser: every rule of WCAG 2.0 to 2.2, A and AA.
// Used by the browser tests of all pages.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Chromium } from "./chromium";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong with the page as it is now, one line for each place; empty is well. */
export async function violations(browser: Chromium): Promise<string[]> {
  if (!(await browser.evaluate<boolean>("'axe' in globalThis"))) {
    await browser.evaluate(`${source};undefined`);
  }
  return browser.evaluate<string[]>(`(async () => {
    for (const animation of document.getAnimations()) {
      const endless = animation.effect?.getComputedTiming().endTime === Infinity;
      if (endless) animation.cancel();
      else animation.finish();
    }
    const { violations } = await axe.run(document, {
      runOnly: { type: "tag", values: ${JSON.stringify(tags)} },
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"],
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, any }) => [id, help, target.join(" "), any[0]?.message].join(" | ")));
  })()`);
}

/** The ways in which each state of a page is looked at: each language and each scheme once. */
export const looks = [
  { language: "de", scheme: "light" },
  { language: "en", scheme: "dark" },
] as const;
