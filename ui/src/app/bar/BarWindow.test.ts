// The bar: it says who sees the screen, and both ways out always work.
import { afterEach, beforeEach, expect, test } from "vitest";

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
