// The card that leads into a standard session, as a customer reads it in each browser on each
// system, with a download or with an app that is here already, and on a phone.
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { all, clear, click, control, pageText, show } from "../lib/components/testing";
import { session, storage } from "../lib/log/testing/fake-portal";
import { loadPortalInfo } from "../lib/portal-info.svelte";
import type { System } from "../lib/protocol.generated";
import { publicPortal, stateAt } from "../lib/testing/samples";
import { en } from "../lib/texts/en";
import type { BrowserName } from "./browser";
import { KnownApp } from "./known-app";
import { OpenerDownload } from "./opener-download.svelte";
import UpgradeCard from "./UpgradeCard.svelte";

const words = en.upgrade;
const entry = { kind: "upgrade", key: "3", at: 0, name: "Anna", handoff: "h1" } as const;
const upgrading = { phase: "upgrading", upgrade: "offered", handoff: "h1" } as const;
let saved: string[];
let app: KnownApp;

beforeEach(() => {
  [saved, app] = [[], new KnownApp(storage())];
  vi.stubGlobal("fetch", (path: string) => {
    const file_name = "Corporate-Opener-K7QM-2XRB-9TFD";
    const offer = { code: "K7QM-2XRB-9TFD", file_name, url: `/download/${file_name}` };
    return Promise.resolve(
      Response.json(
        path.endsWith("/handoff") ? { ...offer, expires_at: Date.now() + 6e5 } : publicPortal(),
      ),
    );
  });
});
afterEach(async () => {
  await clear();
  vi.unstubAllGlobals();
});

async function card(browser: BrowserName, system: System | "unknown", part: object = upgrading) {
  const save = ({ url }: { url: string }) => void saved.push(url);
  const download = new OpenerDownload({ session, system, keep: storage(), app, save });
  await download.begin("h1");
  show(UpgradeCard, { entry, browser, system, download, state: stateAt(3, part) });
  return download;
}

describe.each(["windows", "macos", "linux"] as const)("on %s", (system) => {
  test.each(["chrome", "edge", "firefox", "safari", "other"] as const)(
    "%s is told where the file is, with a picture, and what to do with it",
    async (browser) => {
      await card(browser, system);
      expect(saved).toEqual(["/download/Corporate-Opener-K7QM-2XRB-9TFD"]);
      expect(control<HTMLAnchorElement>("click here").download).toContain("Corporate-Opener-");
      const picture = document.querySelector("svg[role=img]");
      expect(picture?.getAttribute("aria-label")).toBe(words.picture[browser]);
      expect(picture?.querySelectorAll(".arrow").length).toBeGreaterThan(0);
      const steps = [...document.querySelectorAll("ol li")].map((step) => step.textContent);
      expect(steps).toEqual([
        words.where[browser],
        ...words.run[system],
        words.confirm(location.host),
        words.consent,
      ]);
      for (const said of [words.keep[browser], words.trouble[system].question, words.safe]) {
        expect(pageText()).toContain(said);
      }
      const command = document.querySelector("pre")?.textContent;
      if (system === "windows") expect(command).toBeUndefined();
      else expect(command).toContain("chmod +x Corporate-Opener-K7QM-2XRB-9TFD");
    },
  );
});

test("the code stands there for typing, and is read out letter by letter", async () => {
  await card("chrome", "linux");
  const letters = document.querySelector(".letters");
  expect(letters?.querySelector("[aria-hidden]")?.textContent).toBe("K7QM-2XRB-9TFD");
  expect(letters?.querySelector(".visually-hidden")?.textContent).toBe("K 7 Q M, 2 X R B, 9 T F D");
  expect(pageText()).toContain(words.code.hint);
});

test("the link can be sent again, which starts another download", async () => {
  await card("chrome", "linux");
  click(words.newLink);
  await vi.waitFor(() => expect(saved).toHaveLength(2));
});

test("an app that is here already is opened first; the download waits beside it", async () => {
  app.joined();
  const download = await card("edge", "windows");
  expect(saved).toEqual([]);
  expect(control<HTMLAnchorElement>(words.app.open).href).toBe(
    "corpcustomer://join/K7QM-2XRB-9TFD",
  );
  expect(pageText()).not.toContain(words.app.nothing);
  document.addEventListener("click", (event) => event.preventDefault(), { once: true });
  click(words.app.open);
  expect(pageText()).toContain(words.app.asks);
  expect(pageText()).toContain(words.app.nothing);
  click(words.app.instead);
  await vi.waitFor(() => expect(saved).toHaveLength(1));
  flushSync();
  expect(all(words.app.open)).toEqual([]);
  expect(all("click here")).toHaveLength(1);
  expect([download.appFirst, app.opens]).toEqual([false, false]);
});

test("a hand-off that got stuck after the link starts the download", async () => {
  app.joined();
  await card("edge", "windows", { ...upgrading, upgrade: "opener_started" });
  expect(pageText()).toContain(words.stuck);
  click(words.newLink);
  await vi.waitFor(() => expect(saved).toHaveLength(1));
});

test.each([
  [true, words.phone.byCode],
  [false, words.phone.byChat],
] as const)("a phone reads where the app runs and how to go on (codes: %j)", async (phone, way) => {
  const modes = { ...publicPortal().modes, phone };
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(publicPortal({ modes }))));
  await loadPortalInfo();
  await card("chrome", "unknown");
  expect(saved).toEqual([]);
  for (const said of [words.phone.heading, words.phone.runs, way(location.host), words.phone.stay])
    expect(pageText()).toContain(said);
  expect(all(words.newLink)).toEqual([]);
});

test("an offer that is over is a line of the chat", async () => {
  await card("chrome", "linux", { ...upgrading, phase: "ended" });
  expect(document.querySelector(".card")).toBeNull();
});
