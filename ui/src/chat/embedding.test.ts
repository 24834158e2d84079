// The chat inside another page: whom it speaks to, and whom it believes.
import { expect, test, vi } from "vitest";

import { Embedding, type Surroundings } from "./embedding";

const page = "https://www.example.com/help";

function around(search = "?embed=1", hash = `#page=${encodeURIComponent(page)}`) {
  const heard: ((event: MessageEvent) => void)[] = [];
  const parent = { postMessage: vi.fn() };
  const surroundings = {
    location: { search, hash },
    parent,
    addEventListener: (_: string, listener: (event: MessageEvent) => void) => heard.push(listener),
    removeEventListener: () => heard.splice(0),
  } as unknown as Surroundings;
  const say = (data: unknown, origin = "https://www.example.com", source: unknown = parent) =>
    heard.forEach((listener) => listener({ data, origin, source } as MessageEvent));
  return { surroundings, parent, say };
}

test("a page of its own is not embedded", () => {
  expect(Embedding.of(around("").surroundings)).toBeNull();
});

test("it tells the page around it, at its origin only", () => {
  const { surroundings, parent } = around();
  const embedding = Embedding.of(surroundings);
  expect(embedding?.page).toBe(page);
  embedding?.listen({ onopened: vi.fn(), onclosed: vi.fn() });
  embedding?.unread(2);
  embedding?.close();
  const origin = "https://www.example.com";
  expect(parent.postMessage.mock.calls).toEqual([
    [{ type: "corporate.chat", event: "unread", count: 0 }, origin],
    [{ type: "corporate.chat", event: "unread", count: 2 }, origin],
    [{ type: "corporate.chat", event: "close" }, origin],
  ]);
});

test("it believes its parent at that origin, and nobody else", () => {
  const { surroundings, say } = around();
  const [onopened, onclosed] = [vi.fn(), vi.fn()];
  const stop = Embedding.of(surroundings)?.listen({ onopened, onclosed });
  const opened = { type: "corporate.chat", event: "opened", focus: true };
  say(opened, "https://evil.example");
  say(opened, "https://www.example.com", {});
  say({ ...opened, type: "other" });
  say(null);
  expect(onopened).not.toHaveBeenCalled();
  say(opened);
  say({ type: "corporate.chat", event: "closed" });
  expect(onopened).toHaveBeenCalledExactlyOnceWith(true);
  expect(onclosed).toHaveBeenCalledOnce();
  stop?.();
  say(opened);
  expect(onopened).toHaveBeenCalledOnce();
});

test.each(["", "#page=javascript:alert(1)", "#page=nonsense"])(
  "with %j it says nothing",
  (hash) => {
    const { surroundings, parent } = around("?embed=1", hash);
    const embedding = Embedding.of(surroundings);
    embedding?.listen({ onopened: vi.fn(), onclosed: vi.fn() });
    embedding?.close();
    expect(embedding?.page).toBeNull();
    expect(parent.postMessage).not.toHaveBeenCalled();
  },
);
