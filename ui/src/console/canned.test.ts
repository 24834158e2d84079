// @vitest-environment node
import { describe, expect, test } from "vitest";

import { filled, fitting, lookedFor } from "./canned";

const replies = [
  { shortcut: "wait", text: { de: "Einen Moment, {customer}.", en: "One moment, {customer}." } },
  { shortcut: "greet", text: { de: "Hallo, hier ist {agent}.", en: "" } },
  { shortcut: "logo", text: { de: "Wo wird gedruckt?", en: "Please wait, where do you print?" } },
];
const values = { customer: "$& Clara", agent: "Anna", company: "Muster", queue: "Drucker" };

describe("what is looked for", () => {
  test.each([
    ["/", ""],
    ["/wa", "wa"],
    ["/please wait", "please wait"],
    ["//server/share", null],
    ["a/b", null],
    ["", null],
    ["/usr\n/lib", null],
    [`/${"x".repeat(60)}`, null],
  ])("in %j is %j", (draft, expected) => expect(lookedFor(draft)).toBe(expected));
});

test("a shortcut that begins so comes before a text that has the word", () => {
  const found = (text: string) => fitting(replies, text, "en").map(({ shortcut }) => shortcut);
  expect(found("wait")).toEqual(["wait", "logo"]);
  expect(found("")).toEqual(["wait", "greet", "logo"]);
  expect(found("WHERE print")).toEqual(["logo"]);
  expect(found("nothing")).toEqual([]);
});

test("placeholders are filled word for word, in the customer's language where there is a text", () => {
  expect(filled(replies[0]!, "en", values)).toBe("One moment, $& Clara.");
  expect(filled(replies[1]!, "en", values)).toBe("Hallo, hier ist Anna.");
  const all = { de: "{company} {queue} {agent} {other}", en: "" };
  const text = filled({ shortcut: "x", text: all }, "de", values);
  expect(text).toBe("Muster Drucker Anna {other}");
});
