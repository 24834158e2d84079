// The bar: it says who sees the screen, and both ways out always work.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { SessionState } from "../../lib/protocol.generated";
import type { AppView } from "../bridge";
import { button, FakeApp, stateWith, viewWith, words } from "../testing";
import BarWindow from "./BarWindow.svelte";
import { standing } from "./standing";

const given = (more: Partial<SessionState> = {}, view: Partial<AppView> = {}) =>
  viewWith({ state: stateWith({ consent: "given", sharing: "on", ...more }), ...view });

let app: FakeApp;

beforeEach(async () => {
  app = new FakeApp(given());
  await app.show(BarWindow);
});

afterEach(() => app.close());

test("it names everybody who sees the screen", async () => {
  expect(words()).toContain("Anna can see your screen");
  const agents = [...stateWith().agents, { id: "b", name: "Ben" }];
  await app.change(given({ agents }));
  expect(words()).toContain("Anna, Ben can see your screen");
});

test("Pause becomes Resume, and Stop sharing stays", async () => {
  await app.press("Pause");
  await app.change(given({ sharing: "paused" }));
  expect(words()).toContain("Paused: nobody sees your screen");
  await app.press("Resume");
  await app.press("Stop sharing");
  expect(app.asked.map(([command]) => command)).toEqual([
    "pause_sharing",
    "resume_sharing",
    "stop_sharing",
  ]);
});

const two = {
  all: [
    { number: 1, width: 1920, height: 1080 },
    { number: 2, width: 1280, height: 1024 },
  ],
  shown: 1,
  asked: null,
};
const asked = { seq: 9, monitor: 2, by: { id: "a", name: "Anna" } };
const asking = () => given({ monitors: { ...two, asked } }, { monitor_seconds_left: 120 });

test("one monitor leaves nothing to choose, several have a button each", async () => {
  await app.change(given({ monitors: { ...two, all: two.all.slice(0, 1) } }));
  expect(document.querySelector("[role=group]")).toBeNull();
  await app.change(given({ monitors: two }));
  const shown = button("Show screen 1 (1920 × 1080)");
  expect(shown.getAttribute("aria-pressed")).toBe("true");
  shown.click();
  await app.press("Show screen 2 (1280 × 1024)");
  expect(app.asked).toEqual([["show_monitor", { number: 2 }]]);
});

test("an agent's question has words and two answers, and Pause and Stop stay", async () => {
  await app.change(asking());
  expect(words()).toContain("Anna asks to see screen 2");
  expect(document.querySelector("[role=alert]")).not.toBeNull();
  expect([button("Pause"), button("Stop sharing")]).toHaveLength(2);
  await app.press("Not now");
  expect(app.asked).toEqual([["answer_monitor", { granted: false }]]);
  await app.change(given({ monitors: two }));
  expect(words()).not.toContain("asks to see");
});

test("a click that was meant for something else shows nothing", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const changed = app.change(asking());
    await vi.advanceTimersByTimeAsync(10);
    await changed;
    button("Show").click();
    expect(app.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    button("Show").click();
    expect(app.asked).toEqual([["answer_monitor", { granted: true }]]);
  } finally {
    vi.useRealTimers();
  }
});

test("what fails is said", async () => {
  app.answers["stop_sharing"] = () => {
    throw { code: "internal" };
  };
  await app.press("Stop sharing");
  expect(words()).toContain("That did not work");
});

test("German names are those that tests elsewhere rely on", async () => {
  await app.change(given({}, { language: "de" }));
  expect([button("Pause"), button("Freigabe beenden")]).toHaveLength(2);
  const german = asking();
  await app.change({ ...german, language: "de" });
  expect(words()).toContain("Anna möchte Bildschirm 2 sehen");
  expect([button("Zeigen"), button("Nicht jetzt")]).toHaveLength(2);
});

test("nobody sees the screen is said only where it is certain", () => {
  expect(standing(given())).toBe("sharing");
  expect(standing(given({ sharing: "off" }))).toBe("starting");
  expect(standing(given({ sharing: "paused" }, { connection: "offline" }))).toBe("paused");
  expect(standing(given({}, { connection: "offline" }))).toBe("offline");
  expect(standing(given({ consent: "none", sharing: "off" }))).toBe("off");
  expect(standing(given({ phase: "ended" }))).toBe("off");
  expect(standing(null)).toBe("off");
});
