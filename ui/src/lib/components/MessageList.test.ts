import { afterEach, expect, test, vi } from "vitest";

import type { Entry } from "../log/entries";
import type { Pending } from "../log/outbox";
import MessageList from "./MessageList.svelte";
import { clear, click, pageText, show } from "./testing";

afterEach(clear);

const says = (text: string): Entry => ({
  kind: "message",
  key: text,
  seq: 1,
  at: 0,
  side: "agent",
  name: "Anna",
  via: null,
  text,
  first: true,
});
const pending = (text: string, more: Partial<Pending> = {}): Pending => ({
  id: text,
  body: { kind: "say", text },
  after: 0,
  at: 0,
  ...more,
});

test("what people write is text, whatever they write", () => {
  const attack = `<img src=x onerror="alert(1)"><script>alert(2)</script> {@html x}`;
  show(MessageList, { entries: [says(attack)], me: "customer", complete: true });
  expect(pageText()).toContain(attack);
  expect(document.querySelector("img, script")).toBeNull();
});

test("an address is a link that gives nothing away", () => {
  const text = "see https://example.com/x\nand javascript:alert(1)";
  show(MessageList, { entries: [says(text)], me: "customer", complete: true });
  const links = [...document.querySelectorAll("a")];
  expect(links).toHaveLength(1);
  expect(links[0]?.rel).toBe("noopener noreferrer");
  expect(links[0]?.target).toBe("_blank");
  expect(document.querySelector(".body")?.textContent).toBe(text);
});

test("a message on its way says so; a refused one says why and goes back or away", () => {
  const onedit = vi.fn();
  const onforget = vi.fn();
  const refused = pending("no", { refused: "rate_limited" });
  const items = [pending("yes"), refused];
  show(MessageList, { entries: [], pending: items, me: "agent", complete: true, onedit, onforget });
  expect(pageText()).toContain("Sending …");
  expect(pageText()).toContain("Not sent. That was too often in a short time.");
  click("Edit again");
  click("Remove");
  expect(onedit).toHaveBeenCalledWith(refused);
  expect(onforget).toHaveBeenCalledWith(refused);
  expect(document.querySelector('[role="log"]')?.textContent).not.toContain("yes");
});
