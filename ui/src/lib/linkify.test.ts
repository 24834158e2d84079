// @vitest-environment node
import { describe, expect, test } from "vitest";

import { linkify } from "./linkify";

const links = (text: string) => linkify(text).flatMap(({ href }) => (href ? [href] : []));

describe("linkify", () => {
  test.each([
    ["see https://example.com/a?b=1#c, please", "https://example.com/a?b=1#c"],
    ["http://example.com.", "http://example.com/"],
    ["(https://example.com/x)", "https://example.com/x"],
    [
      "https://de.wikipedia.org/wiki/Chat_(Software)",
      "https://de.wikipedia.org/wiki/Chat_(Software)",
    ],
    ["„https://example.com/ü“", "https://example.com/%C3%BC"],
    ["HTTPS://EXAMPLE.COM!!!", "https://example.com/"],
  ])("finds the address in %j", (text, href) => {
    expect(links(text)).toEqual([href]);
  });

  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://example.com",
    "www.example.com",
    "xhttp://example.com",
    "https://",
    "https://.",
    "https://bank.example@evil.example/",
    "https://user:secret@evil.example/",
    "<script>alert('https')</script>",
  ])("makes no link of %j", (text) => {
    expect(links(text)).toEqual([]);
  });

  test("the pieces are the text, always", () => {
    const parts = ["https://a.example/", " ", ".", "x", "<b>", "\n", "https://", ")", "(", "ä"];
    for (let seed = 0; seed < 500; seed++) {
      let state = seed;
      const text = Array.from({ length: 12 }, () => {
        state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
        return parts[(state >> 8) % parts.length];
      }).join("");
      expect(
        linkify(text)
          .map((segment) => segment.text)
          .join(""),
      ).toBe(text);
    }
  });

  test("a long text of near misses is quick", () => {
    const text = "https://a@".repeat(20_000);
    const before = performance.now();
    linkify(text);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
