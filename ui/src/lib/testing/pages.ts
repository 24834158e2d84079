// The portal's pages in a real browser, with a stand-in for the portal behind them. Owns both until
// `close`. Used by the browser tests of all pages.
import { mkdirSync, writeFileSync } from "node:fs";

import { Chromium, findChromium } from "./chromium";
import { PageServer } from "./page-server";

export class Pages {
  private constructor(
    readonly server: PageServer,
    readonly browser: Chromium,
  ) {}

  static async open(): Promise<Pages> {
    const path = findChromium();
    if (path === null) throw new Error("Chromium is not installed: these tests need it");
    const browser = await Chromium.open(path, "about:blank");
    return new Pages(await PageServer.start(), browser);
  }

  /** Keeps a picture of the page where `SCREENSHOTS` names a folder. */
  async shoot(name: string): Promise<void> {
    const folder = process.env["SCREENSHOTS"];
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    const picture = Buffer.from(await this.browser.screenshot(), "base64");
    writeFileSync(`${folder}/${name}.png`, picture);
  }

  /** Whether the page has to be scrolled sideways. */
  tooWide(): Promise<boolean> {
    return this.browser.evaluate<boolean>(
      "document.documentElement.scrollWidth > document.documentElement.clientWidth",
    );
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }
}
