// The question for consent: nothing but a clear OK consents.
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { button, FakeApp, stateWith, viewWith, words } from "../testing";
import ConsentWindow from "./ConsentWindow.svelte";

const asked = viewWith({
  state: stateWith({ consent: "asked" }),
  consent_seconds_left: 120,
  monitor: "Screen 1 (1920 × 1080)",
});

let app: FakeApp;

beforeEach(async () => {
  app = new FakeApp(asked);
  await app.show(ConsentWindow);
});

afterEach(() => app.close());

function key(name: string) {
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  return app.settled();
}

describe("the question", () => {
  test("names agent, company and monitor, and says what is not seen", () => {
    expect(document.querySelector("h1")?.textContent).toBe("May we see your screen?");
    expect(words()).toContain("Anna of Example Ltd would like to see your screen");
    expect(words()).toContain("Everything on Screen 1 (1920 × 1080), messages");
    expect(words()).toContain("other monitors, unless you show one yourself");
    expect(words()).toContain("within 2:00");
  });

  test("is asked in German where the customer speaks it", async () => {
    await app.change({ ...asked, language: "de" });
    expect(document.querySelector("h1")?.textContent).toBe("Dürfen wir Ihren Bildschirm sehen?");
    expect([button("OK"), button("Abbrechen")]).toHaveLength(2);
    expect(document.documentElement.lang).toBe("de");
  });

  test("is over when it is no longer asked", async () => {
    await app.change(viewWith());
    expect(words()).toContain("no longer open");
    expect(document.querySelector("button")).toBeNull();
  });
});

describe("the answer", () => {
  test("Cancel has the focus, so that a stray Enter does not consent", () => {
    expect(document.activeElement).toBe(button("Cancel"));
  });

  test("Cancel refuses, once", async () => {
    await app.press("Cancel");
    await app.press("Cancel");
    await app.press("OK");
    expect(app.asked).toEqual([["answer_consent", { granted: false }]]);
  });

  test("OK consents, once", async () => {
    await app.press("OK");
    await app.press("Cancel");
    expect(app.asked).toEqual([["answer_consent", { granted: true }]]);
  });

  test("a question that is asked again can be answered again", async () => {
    await app.press("Cancel");
    await app.change(viewWith());
    await app.change(asked);
    expect(document.activeElement).toBe(button("Cancel"));
    await app.press("OK");
    expect(app.asked.at(-1)).toEqual(["answer_consent", { granted: true }]);
  });

  test("Escape refuses and other keys do nothing", async () => {
    await key("y");
    await key("o");
    expect(app.asked).toEqual([]);
    await key("Escape");
    expect(app.asked).toEqual([["answer_consent", { granted: false }]]);
  });

  test("one that fails can be given again, and changed", async () => {
    app.answers["answer_consent"] = () => {
      throw { code: "unavailable" };
    };
    await app.press("OK");
    expect(document.querySelector("[role=alert]")?.textContent).toContain("Nothing is shown");
    delete app.answers["answer_consent"];
    await app.press("Cancel");
    expect(app.asked.at(-1)).toEqual(["answer_consent", { granted: false }]);
  });
});
