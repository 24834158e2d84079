// The end of a session without a chat window: said once, with Remove and Close, and nothing by chance.
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { button, FakeApp, stateWith, viewWith, words } from "../testing";
import FarewellWindow from "./FarewellWindow.svelte";

const over = viewWith({ connection: "ended", state: stateWith({ phase: "ended" }) });
const removal = "Remove Corporate Customer from this computer";

let app: FakeApp;

beforeEach(async () => {
  app = new FakeApp(over);
  await app.show(FarewellWindow);
});

afterEach(() => app.close());

function key(name: string) {
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  return app.settled();
}

describe("the end", () => {
  test("is said, with what stays on the computer", () => {
    expect(document.querySelector("h1")?.textContent).toBe("The session has ended");
    expect(words()).toContain("Nobody sees your screen");
    expect(words()).toContain("stays on this computer");
    expect(document.querySelector("[role=group]")?.getAttribute("aria-describedby")).toBe("stays");
  });

  test("is said in German where the customer speaks it", async () => {
    await app.change({ ...over, language: "de" });
    expect(document.querySelector("h1")?.textContent).toBe("Die Sitzung ist beendet");
    const named = ["Corporate Customer von diesem Computer entfernen", "Schließen"].map(button);
    expect(named).toHaveLength(2);
    expect(document.documentElement.lang).toBe("de");
  });
});

describe("the answer", () => {
  test("is given by no key that was meant for another window", async () => {
    expect(document.activeElement).toBe(document.querySelector("h1"));
    await key("Enter");
    await key(" ");
    expect(app.asked).toEqual([]);
  });

  test("Close and Escape close the window and remove nothing", async () => {
    await app.press("Close");
    await key("Escape");
    expect(app.asked).toEqual([
      ["close", {}],
      ["close", {}],
    ]);
  });

  test("Remove is the app's to do, once", async () => {
    await app.press(removal);
    await app.press(removal);
    expect(app.asked).toEqual([["remove", {}]]);
  });

  test("a removal that fails says why and can be tried again", async () => {
    app.answers["remove"] = () => {
      throw { code: "session_running" };
    };
    await app.press(removal);
    expect(document.querySelector("[role=alert]")?.textContent).toContain("in a session already");
    delete app.answers["remove"];
    await app.press(removal);
    expect(app.asked.map(([name]) => name)).toEqual(["remove", "remove"]);
  });
});
