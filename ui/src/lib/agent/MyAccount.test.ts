import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clear, click, control, pageText, show, type } from "../components/testing";
import type { OwnAgent, SignInDevice } from "../protocol.generated";
import { eventually } from "../testing/eventually";
import { AgentSession } from "./agent.svelte";
import MyAccount from "./MyAccount.svelte";

const path = "/api/v1/agents/me";
const device = (id: string, current: boolean): SignInDevice => ({
  id,
  current,
  browser: "Firefox 150",
  system: current ? "Linux" : "Windows",
  signed_in_at: 1_795_348_800_000,
  used_at: 1_795_348_800_000,
});
let devices: SignInDevice[];
let agent: OwnAgent;
let asked: string[];
let refuse: { code: string; field?: string } | null;
let closed: number;

function answerTo(method: string, url: string): Response {
  if (refuse !== null) return Response.json(refuse, { status: 422 });
  if (url === `${path}/sign-ins`) return Response.json(devices);
  if (url === path) return Response.json(agent);
  if (url === `${path}/second-factor` && method === "POST") {
    const qr_svg = "<svg xmlns='http://www.w3.org/2000/svg'/>";
    return Response.json({ secret: "ABCD EFGH", uri: "otpauth://totp/x", qr_svg });
  }
  if (url === `${path}/second-factor` && method === "PUT") {
    agent = { ...agent, second_factor: true, recovery_codes: 10 };
    return Response.json({ recovery_codes: ["2345-6789-ABCD", "3456-789A-BCDE"] });
  }
  if (method === "DELETE") devices = devices.filter((one) => !url.endsWith(one.id));
  return new Response(null, { status: 204 });
}

beforeEach(async () => {
  asked = [];
  refuse = null;
  closed = 0;
  devices = [device("here", true), device("there", false)];
  agent = {
    id: "a",
    name: "Anna",
    email: "a@x",
    roles: ["agent"],
    may_open_reports: false,
    queues: [],
    most_sessions: 5,
    must_change_password: false,
    second_factor: false,
    recovery_codes: 0,
  };
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    const method = init.method ?? "GET";
    asked.push(`${method} ${url} ${typeof init.body === "string" ? init.body : ""}`.trim());
    return Promise.resolve(answerTo(method, url));
  });
  await open();
});

async function open() {
  const session = new AgentSession();
  await session.load();
  show(MyAccount, { session, agent, onclose: () => (closed += 1) });
  await eventually(() => expect(pageText()).toContain("Firefox 150 on Windows"));
}
afterEach(async () => {
  await clear();
  vi.unstubAllGlobals();
});

test("a password is changed only where both new ones are the same", async () => {
  type("Present password", "old one");
  type("New password", "quartz-lantern-43");
  type("New password again", "quartz-lantern-44");
  click("Change password");
  expect(pageText()).toContain("This is not the same as the new password.");
  expect(document.activeElement).toBe(control("New password again"));
  type("New password again", "quartz-lantern-43");
  click("Change password");
  await eventually(() => expect(pageText()).toContain("Your password is changed."));
  expect(asked).toContain(`PUT ${path}/password {"old":"old one","new":"quartz-lantern-43"}`);
  expect(control<HTMLInputElement>("Present password").value).toBe("");
});

test("what the portal refuses stands at its field", async () => {
  type("Present password", "wrong");
  type("New password", "quartz-lantern-43");
  type("New password again", "quartz-lantern-43");
  refuse = { code: "wrong_password", field: "old" };
  click("Change password");
  await eventually(() => expect(pageText()).toContain("This is not your present password."));
  expect(document.activeElement).toBe(control("Present password"));
  type("Present password", "old one");
  refuse = { code: "password_weak", field: "new" };
  click("Change password");
  await eventually(() => expect(control("New password").getAttribute("aria-invalid")).toBe("true"));
});

test("a second factor is scanned or typed, confirmed, and its recovery codes are kept", async () => {
  type("Your password", "old one");
  click("Set up second factor");
  await eventually(() => expect(pageText()).toContain("ABCD EFGH"));
  expect(document.querySelector("img")?.getAttribute("alt")).toContain("QR code");
  expect(document.activeElement).toBe(control("Code from the app"));
  type("Code from the app", "123456");
  click("Turn on");
  await eventually(() => expect(pageText()).toContain("2345-6789-ABCD"));
  expect(document.activeElement?.textContent).toBe("Your recovery codes");
  click("I have kept them");
  await eventually(() => expect(pageText()).not.toContain("2345-6789-ABCD"));
});

test("a second factor is turned off with the password and a code", async () => {
  agent = { ...agent, second_factor: true, recovery_codes: 10 };
  await clear();
  await open();
  type("Your password", "old one");
  click("Turn off second factor");
  expect(asked.some((one) => one.startsWith(`DELETE ${path}/second-factor`))).toBe(false);
  type("Code from the app, or a recovery code", " 123456 ");
  click("Turn off second factor");
  const proof = JSON.stringify({ password: "old one", code: "123456" });
  await eventually(() => expect(asked).toContain(`DELETE ${path}/second-factor ${proof}`));
});

test("another device is signed out, and Escape closes the dialog", async () => {
  click("Sign out Firefox 150 on Windows");
  await eventually(() => expect(pageText()).not.toContain("on Windows"));
  expect(asked).toContain(`DELETE ${path}/sign-ins/there`);
  expect(document.activeElement?.textContent).toBe("Devices");
  document.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
  expect(closed).toBe(1);
});

test("signing out everywhere is asked twice", async () => {
  click("Sign out everywhere");
  expect(pageText()).toContain("Sign out on all devices?");
  click("No");
  expect(asked.some((one) => one.includes("everywhere"))).toBe(false);
  click("Sign out everywhere");
  click("Yes");
  await eventually(() => expect(asked).toContain(`POST ${path}/sign-out-everywhere {}`));
});
