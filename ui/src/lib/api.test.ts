import { afterEach, expect, test, vi } from "vitest";

import {
  codeOf,
  failureOf,
  get,
  PortalError,
  post,
  put,
  remove,
  socketUrl,
  transcriptUrl,
} from "./api";

afterEach(() => void vi.unstubAllGlobals());

function answer(body: string, status = 200) {
  const fetched = vi.fn((_path: string, _init?: RequestInit) =>
    Promise.resolve(new Response(status === 204 ? null : body, { status })),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

const failure = (promise: Promise<unknown>) => promise.then(() => null, failureOf);

test("JSON comes back, an empty answer as null", async () => {
  const fetched = answer('{"a":1}');
  expect(await post("/x", { b: 2 })).toEqual({ a: 1 });
  expect(fetched.mock.calls[0]?.[1]).toMatchObject({
    method: "POST",
    body: '{"b":2}',
    headers: { "content-type": "application/json" },
  });
  answer("", 204);
  expect(await get("/x")).toBeNull();
});

test("a problem is told by its code", async () => {
  answer('{"code":"wrong_password","title":"x","status":401}', 401);
  expect(await failure(get("/x"))).toBe("wrong_password");
});

test("no connection and no JSON have codes too", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed")));
  expect(await failure(get("/x"))).toBe("offline");
  answer("<html>");
  expect(await failure(get("/x"))).toBe("unexpected");
  expect(failureOf(new Error("bug"))).toBe("unexpected");
});

test.each([
  ["", 401, "not_signed_in"],
  ["<html>", 404, "not_found"],
  ['{"code":"made_up"}', 503, "unavailable"],
  ["null", 502, "unavailable"],
  ['{"code":{"toString":1}}', 418, "unexpected"],
  ['{"code":"rate_limited"}', 429, "rate_limited"],
] as const)("answer %j with status %i is %s", (body, status, code) => {
  expect(codeOf(body, status)).toBe(code);
});

test("addresses are made of this page's", () => {
  expect(socketUrl("/api/v1/x?after=1")).toMatch(/^ws:\/\/localhost(:\d+)?\/api\/v1\/x\?after=1$/);
  expect(transcriptUrl("a/b", "de", "agent")).toMatch(
    /^\/api\/v1\/sessions\/a%2Fb\/transcript\.txt\?lang=de&zone=\S+&as=agent$/,
  );
});

test("a problem names its field, a change and a removal say what they are", async () => {
  const fetched = answer('{"code":"setting_invalid","field":"texts.welcome"}', 422);
  const error = await put("/x", { a: 1 }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PortalError);
  expect((error as PortalError).field).toBe("texts.welcome");
  expect(fetched.mock.calls[0]?.[1]).toMatchObject({ method: "PUT", body: '{"a":1}' });
  const removed = answer("", 204);
  await remove("/x");
  expect(removed.mock.calls[0]?.[1]).toMatchObject({ method: "DELETE" });
});
