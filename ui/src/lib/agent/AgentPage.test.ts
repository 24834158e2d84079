import { createRawSnippet } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { all, clear, click, control, pageText, show, type } from "../components/testing";
import { eventually } from "../testing/eventually";
import { AgentSession } from "./agent.svelte";
import AgentPage from "./AgentPage.svelte";

const nobody = { roles: ["agent"], may_open_reports: false, must_change_password: false };
let me: object;

beforeEach(() => {
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    if (url === "/api/v1/agents/me/password") {
      me = { ...me, must_change_password: false };
      return Promise.resolve(new Response(null, { status: 204 }));
    }
    if (url === "/api/v1/agents/me/sign-ins") return Promise.resolve(Response.json([]));
    if (url === "/api/v1/agents/me" && init.method === "GET") {
      return Promise.resolve(Response.json({ id: "a", name: "Anna", email: "a@x", ...me }));
    }
    return Promise.resolve(Response.json({ code: "not_found" }, { status: 404 }));
  });
});
afterEach(async () => {
  await clear();
  vi.unstubAllGlobals();
});

async function open(who: object) {
  me = { ...nobody, ...who };
  const session = new AgentSession();
  const children = createRawSnippet(() => ({ render: () => "<p>The desk</p>" }));
  show(AgentPage, { title: "Console", lead: "For agents", session, children });
  await eventually(() => expect(session.loading).toBe(false));
}

test("who may use both pages finds the way to the other", async () => {
  await open({ roles: ["agent", "manager"] });
  const way = control<HTMLAnchorElement>("Management center");
  expect(way.getAttribute("href")).toContain("/manage");
});

test("who may use only one has no way that leads nowhere", async () => {
  await open({});
  expect(pageText()).toContain("The desk");
  expect(all("Management center")).toEqual([]);
});

test("the own account opens in a dialog and closes again", async () => {
  await open({});
  click("My account Anna");
  expect(document.querySelector("dialog")?.open).toBe(true);
  click("Close");
  await eventually(() => expect(document.querySelector("dialog")).toBeNull());
});

test("a password that somebody else has set is changed before anything else", async () => {
  await open({ must_change_password: true });
  expect(pageText()).toContain("Choose a new password");
  expect(pageText()).not.toContain("The desk");
  expect(all("My account Anna")).toEqual([]);
  expect(document.activeElement).toBe(control("Present password"));
  type("Present password", "given");
  type("New password", "quartz-lantern-43");
  type("New password again", "quartz-lantern-43");
  click("Change password");
  await eventually(() => expect(pageText()).toContain("The desk"));
});
