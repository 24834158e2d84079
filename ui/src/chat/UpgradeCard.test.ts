// The card that leads into a standard session, as a customer reads it in each browser on each
// system, with a download or with an app that is here already, and on a phone.
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { all, clear, click, control, pageText, show } from "../lib/components/testing";
import { session, storage } from "../lib/log/testing/fake-portal";
import { loadPortalInfo } from "../lib/portal-info.svelte";
import type { System } from "../lib/protocol.generated";
import { eventually } from "../lib/testing/eventually";
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
let code: string;

beforeEach(() => {
  [saved, app, code] = [[], new KnownApp(storage()), "K7QM-2XRB-9TFD"];
  vi.stubGlobal("fetch", (path: string) => {
    const file_name = `Corporate-Opener-${code}`;
    const offer = { code, file_name, url: `/download/${file_name}` };
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
  vi.restoreAllMocks();
});

async function card(
  browser: BrowserName,
  system: System | "unknown",
  part: object = upgrading,
  fetched = false,
) {
  const save = ({ url }: { url: string }) => void saved.push(url);
  const download = new OpenerDownload({ session, system, keep: storage(), app, save });
  await download.begin("h1", fetched);
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
      // Drawn for this browser: a ring around the arrow of its toolbar, or the folder.
      const drawn = browser === "other" ? ".chosen + .arrow" : ".ring + .arrow";
      expect(picture?.querySelectorAll(drawn)).toHaveLength(1);
      const command = document.querySelector("pre")?.textContent ?? "";
      const steps = [...document.querySelectorAll("ol li")].map((step) =>
        step.textContent.replace(command, ""),
      );
      expect(steps).toEqual([
        words.where[browser],
        ...words.run[system],
        words.confirm(location.host),
        words.consent,
      ]);
      for (const said of [words.keep[browser], words.trouble[system].question, words.safe]) {
        expect(pageText()).toContain(said);
      }
      if (system === "windows") expect(command).toBe("");
      else expect(command).toContain("chmod +x Corporate-Opener-K7QM-2XRB-9TFD");
    },
  );

  test("the steps are there without a name where another page has fetched the file", async () => {
    await card("chrome", system, { ...upgrading, upgrade: "opener_fetched" }, true);
    expect(saved).toEqual([]);
    expect(pageText()).toContain(words.fetched);
    for (const said of [words.where.chrome, ...words.run[system], words.trouble[system].question])
      expect(pageText()).toContain(said);
    expect(all("click here")).toEqual([]);
    expect(document.querySelector("svg[role=img]")).not.toBeNull();
  });
});

test("on macOS the line for the terminal is the second step, in plain sight", async () => {
  await card("safari", "macos");
  const step = document.querySelectorAll("ol > li")[1];
  expect(step?.textContent).toContain("Terminal");
  expect(step?.querySelector("pre")?.textContent).toContain("chmod +x Corporate-Opener-K7QM");
  expect(document.querySelectorAll("ol > li")[2]?.textContent).toContain("Privacy & Security");
  expect(document.querySelectorAll("pre")).toHaveLength(1);
});

test("the name that Windows warns of can be compared whole", async () => {
  await card("edge", "windows");
  const answers = document.querySelector("details")?.textContent;
  expect(answers).toContain("“Corporate-Opener-K7QM-2XRB-9TFD”");
  expect(answers).toContain("“Don't run”");
});

test("the code stands there for typing, and is read out letter by letter", async () => {
  await card("chrome", "linux");
  const letters = document.querySelector(".letters");
  expect(letters?.querySelector("[aria-hidden]")?.textContent).toBe("K7QM-2XRB-9TFD");
  expect(letters?.querySelector(".visually-hidden")?.textContent).toBe("K 7 Q M, 2 X R B, 9 T F D");
  expect(pageText()).toContain(words.code.hint);
});

test("copying says what became of it, anew for each code", async () => {
  const write = vi.fn(() => Promise.resolve());
  vi.spyOn(navigator.clipboard, "writeText").mockImplementation(write);
  await card("chrome", "linux");
  const status = () => document.querySelector(".copy [role=status]")?.textContent;
  click(words.code.copy);
  await eventually(() => expect(status()).toBe(words.code.copied));
  expect(write).toHaveBeenCalledWith("K7QM-2XRB-9TFD");
  write.mockImplementation(() => Promise.reject(new Error("forbidden")));
  click(words.code.copy);
  expect(status()).toBe("");
  await eventually(() => expect(status()).toBe(words.code.notCopied));
  code = "9TFD-2XRB-K7QM";
  click(words.newLink);
  await eventually(() => expect(document.querySelector(".letters")?.textContent).toContain(code));
  expect(status()).toBe("");
});

test("the link can be sent again, which starts another download", async () => {
  await card("chrome", "linux");
  click(words.newLink);
  await eventually(() => expect(saved).toHaveLength(2));
});

test("the button for a new link keeps the focus while it is fetched", async () => {
  await card("chrome", "linux");
  const button = control(words.newLink);
  button.focus();
  button.click();
  flushSync();
  expect(button.getAttribute("aria-busy")).toBe("true");
  expect(document.querySelector(".said")?.textContent.trim()).toBe(words.preparing);
  await eventually(() => expect(saved).toHaveLength(2));
  flushSync();
  expect(document.activeElement).toBe(button);
  expect(document.querySelector(".said")?.textContent.trim()).toBe("");
});

/** Follows the link without leaving this page. */
function follow() {
  document.addEventListener("click", (event) => event.preventDefault(), { once: true });
  click(words.app.open);
}

test("an app that is here already is opened first; the download waits beside it", async () => {
  app.joined("download");
  const download = await card("edge", "windows");
  expect(saved).toEqual([]);
  expect(control<HTMLAnchorElement>(words.app.open).href).toBe(
    "corpcustomer://join/K7QM-2XRB-9TFD",
  );
  expect(pageText()).not.toContain(words.app.nothing);
  expect(all(words.code.copy)).toEqual([]);
  const region = document.querySelector(".more[role=status]");
  expect(region?.textContent).toBe("");
  follow();
  expect(region?.textContent).toContain(words.app.asks);
  expect(region?.textContent).toContain(words.app.nothing);
  click(words.app.instead);
  await eventually(() => expect(saved).toHaveLength(1));
  flushSync();
  expect(all(words.app.open)).toEqual([]);
  expect(all("click here")).toHaveLength(1);
  expect(all(words.code.copy)).toHaveLength(1);
  await eventually(() => expect(document.activeElement).toBe(control("click here")));
  expect([download.appFirst, app.opens]).toEqual([false, false]);
});

const started = { ...upgrading, upgrade: "opener_started" };

test.each(["the opener", "the app"])("where %s got stuck, a new link comes whole", async (what) => {
  if (what === "the app") app.joined("download");
  await card("edge", "windows", started);
  const before = saved.length;
  expect(pageText()).toContain(words.stuck);
  expect(all("click here")).toEqual([]);
  click(words.newLink);
  await eventually(() => expect(saved).toHaveLength(before + 1));
  flushSync();
  expect(all("click here")).toHaveLength(1);
  expect(all(words.code.copy)).toHaveLength(1);
  for (const said of [words.where.edge, words.consent, words.trouble.windows.question])
    expect(pageText()).toContain(said);
  expect(document.querySelector(".file")?.textContent).toContain("Corporate-Opener-K7QM");
  expect(pageText()).not.toContain(words.stuck);
});

test("after the link, it is not said that an opener runs", async () => {
  app.joined("download");
  const download = await card("edge", "windows", started);
  expect(pageText()).toContain(words.started);
  download.follow();
  flushSync();
  expect(pageText()).toContain(words.startedByLink);
  expect(pageText()).not.toContain(words.started);
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
