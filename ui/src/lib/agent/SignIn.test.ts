import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { clear, click, control, pageText, show, type } from "../components/testing";
import { AgentSession } from "./agent.svelte";
import SignIn from "./SignIn.svelte";

const anna = { id: "a", name: "Anna", email: "a@x", roles: ["agent"], may_open_reports: false };
let answer: () => Response;
let session: AgentSession;

beforeEach(() => {
  vi.stubGlobal("fetch", () => Promise.resolve(answer()));
  session = new AgentSession();
  show(SignIn, { session, lead: "For agents" });
});
afterEach(async () => {
  await clear();
  vi.unstubAllGlobals();
});

test("a wrong password is told and cleared, the e-mail stays", async () => {
  answer = () => Response.json({ code: "wrong_password" }, { status: 401 });
  type("E-mail", "a@x");
  type("Password", "guess");
  click("Sign in");
  await vi.waitFor(() => expect(pageText()).toContain("E-mail or password is wrong."));
  expect(control<HTMLInputElement>("E-mail").value).toBe("a@x");
  expect(control<HTMLInputElement>("Password").value).toBe("");
  expect(session.agent).toBeNull();
});

test("the right one signs in; an ended sign-in is noticed", async () => {
  answer = () => Response.json(anna);
  type("E-mail", "a@x");
  type("Password", "right");
  click("Sign in");
  await vi.waitFor(() => expect(session.agent?.name).toBe("Anna"));
  answer = () => Response.json({ code: "unavailable" }, { status: 503 });
  expect(await session.stillSignedIn()).toBe(true);
  answer = () => Response.json({ code: "not_signed_in" }, { status: 401 });
  expect(await session.stillSignedIn()).toBe(false);
  expect(session.agent).toBeNull();
});
