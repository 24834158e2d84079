import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clear, click, control, pageText, show, type } from "../components/testing";
import { eventually } from "../testing/eventually";
import { AgentSession } from "./agent.svelte";
import SignIn from "./SignIn.svelte";

const anna = { id: "a", name: "Anna", email: "a@x", roles: ["agent"], must_change_password: false };
let answer: (body: Record<"password" | "second_factor", string | undefined>) => Response;
let session: AgentSession;

const refusal = (code: string, status = 401, more = {}) =>
  Response.json({ code, ...more }, { status });

beforeEach(() => {
  vi.stubGlobal("fetch", (_path: string, init: RequestInit) => {
    const body = typeof init.body === "string" ? init.body : "{}";
    return Promise.resolve(answer(JSON.parse(body) as Parameters<typeof answer>[0]));
  });
  session = new AgentSession();
  show(SignIn, { session, lead: "For agents" });
});
afterEach(async () => {
  await clear();
  vi.unstubAllGlobals();
});

function enter(password: string) {
  type("E-mail", "a@x");
  type("Password", password);
  click("Sign in");
}

test("a wrong password is told and cleared, the e-mail stays", async () => {
  answer = () => refusal("wrong_password");
  enter("guess");
  await eventually(() => expect(pageText()).toContain("E-mail or password is wrong."));
  expect(control<HTMLInputElement>("E-mail").value).toBe("a@x");
  expect(control<HTMLInputElement>("Password").value).toBe("");
  expect(session.agent).toBeNull();
});

test("the right one signs in; an ended sign-in is noticed", async () => {
  answer = () => Response.json(anna);
  enter("right");
  await eventually(() => expect(session.agent?.name).toBe("Anna"));
  answer = () => refusal("unavailable", 503);
  expect(await session.stillSignedIn()).toBe(true);
  answer = () => refusal("not_signed_in");
  expect(await session.stillSignedIn()).toBe(false);
  expect(session.agent).toBeNull();
});

test("whoever must wait reads how long", async () => {
  answer = () => refusal("rate_limited", 429, { retry_after: 31 });
  enter("guess");
  await eventually(() => expect(pageText()).toContain("Please try again in 31 s."));
});

test("a second factor is asked for, focused, and sent with the password", async () => {
  answer = (body) =>
    body.second_factor === "123 456" && body.password === "right"
      ? Response.json(anna)
      : refusal(body.second_factor === undefined ? "second_factor_needed" : "second_factor_wrong");
  enter("right");
  await eventually(() => expect(pageText()).toContain("Second factor"));
  expect(document.activeElement).toBe(control("Code from the app"));
  type("Code from the app", "000000");
  click("Continue");
  await eventually(() => expect(pageText()).toContain("This code is wrong or has expired."));
  expect(control<HTMLInputElement>("Code from the app").value).toBe("");
  type("Code from the app", "123 456");
  click("Continue");
  await eventually(() => expect(session.agent?.name).toBe("Anna"));
});

test("a recovery code stands in, and back begins anew", async () => {
  answer = (body) =>
    body.second_factor === "ABCD" ? Response.json(anna) : refusal("second_factor_needed");
  enter("right");
  await eventually(() => control("Use a recovery code instead"));
  click("Back");
  expect(control<HTMLInputElement>("Password").value).toBe("");
  enter("right");
  await eventually(() => control("Use a recovery code instead"));
  click("Use a recovery code instead");
  await eventually(() => expect(document.activeElement).toBe(control("Recovery code")));
  type("Recovery code", "ABCD");
  click("Continue");
  await eventually(() => expect(session.agent?.name).toBe("Anna"));
});

test("who must choose a password first is a newcomer and nothing else", async () => {
  answer = () => Response.json({ ...anna, must_change_password: true });
  enter("given");
  await eventually(() => expect(session.newcomer?.name).toBe("Anna"));
  expect(session.agent).toBeNull();
});
