import { describe, expect, test } from "vitest";

import type { AccountSettings } from "../lib/protocol.generated";
import { endingOf, faultsOf, originOf } from "./checks";
import { settings } from "./testing/account";

function faults(change: (copy: AccountSettings) => void) {
  const copy = structuredClone(settings);
  change(copy);
  return faultsOf(copy);
}

test("good settings have no faults", () => {
  expect(faultsOf(settings)).toEqual({});
});

test.each<[string, string, (copy: AccountSettings) => void]>([
  ["company", "required", (s) => (s.company = " \u200b")],
  ["company", "tooLong", (s) => (s.company = "x".repeat(81))],
  ["company", "control", (s) => (s.company = "a\u202eb")],
  ["languages", "language", (s) => (s.languages = [])],
  ["retention_days", "number", (s) => (s.retention_days = 0)],
  ["most_open_chats", "number", (s) => (s.most_open_chats = 100_001)],
  ["texts.nobody.en", "tooLong", (s) => (s.texts.nobody.en = "x".repeat(2_001))],
  ["texts.nobody.de", "control", (s) => (s.texts.nobody.de = "a\u0007")],
  ["form.terms_link", "link", (s) => (s.form.terms_link = "http://a.example")],
  ["form.terms_link", "link", (s) => (s.form.terms_link = "javascript:alert(1)")],
  ["form.terms_link", "linkAlone", (s) => (s.form.terms = { de: " ", en: "" })],
  ["files.most_bytes", "number", (s) => (s.files.most_bytes = 0)],
  ["files.endings", "endings", (s) => (s.files.endings = [])],
  ["replies.0.shortcut", "shortcut", (s) => (s.replies[0]!.shortcut = "two words")],
  ["replies.1.shortcut", "shortcutTwice", (s) => (s.replies[1]!.shortcut = "hallo")],
  ["replies.1.text.de", "required", (s) => (s.replies[1]!.text.de = "")],
])("%s is told as %s", (path, reason, change) => {
  expect(faults(change)[path]).toBe(reason);
});

test("a text of 2,000 characters is counted as people count", () => {
  expect(faults((s) => (s.texts.ended.de = "😀".repeat(2_000)))).toEqual({});
});

test("no ending is needed while files are off", () => {
  expect(faults((s) => (s.files = { allowed: false, most_bytes: 1, endings: [] }))).toEqual({});
});

describe("an origin", () => {
  test.each([
    ["https://www.example.com", "https://www.example.com"],
    [" www.Example.com/shop?x=1 ", "https://www.example.com"],
    ["https://example.com:8443/", "https://example.com:8443"],
    ["http://localhost:3000", "http://localhost:3000"],
    ["münchen.example", "https://xn--mnchen-3ya.example"],
  ])("is read from %s", (typed, origin) => {
    expect(originOf(typed)).toEqual({ origin });
  });

  test.each([
    ["", "origin"],
    ["*", "originAny"],
    ["https://*.example.com", "originAny"],
    ["http://example.com", "originPlain"],
    ["ftp://example.com", "origin"],
    ["https://user:secret@example.com", "origin"],
    ["nonsense", "origin"],
    ["https://a b.example", "origin"],
  ])("is not read from %s", (typed, reason) => {
    expect(originOf(typed)).toEqual({ reason });
  });
});

test("an ending is taken as people write it", () => {
  expect(["pdf", ".PDF", "*.pdf"].map(endingOf)).toEqual(["pdf", "pdf", "pdf"]);
  expect(["", "tar.gz", "a b", "x".repeat(13), "ä"].map(endingOf)).toEqual(Array(5).fill(null));
});
