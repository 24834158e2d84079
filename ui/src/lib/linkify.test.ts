// @vitest-environment node
import { describe, expect, test } from "vitest";

import { linkify, withoutTail } from "./linkify";

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

  test.each(["\u202e", "\u202d", "\u2066", "\u2067", "\u2069", "\u200f", "\u200e", "\u061c"])(
    "no character that turns the writing is part of a link: %j",
    (turn) => {
      const text = `https://bank.example/${turn}moc.live`;
      expect(linkify(text)).toEqual([
        { text: "https://bank.example/", href: "https://bank.example/" },
        { text: `${turn}moc.live` },
      ]);
      expect(links(`https://${turn}elpmaxe.knab`)).toEqual([]);
    },
  );

  test.each([
    ["https://a" + ")".repeat(3_990), "https://a"],
    ["https://a/" + "(".repeat(2_000) + ")".repeat(2_001), null],
    ["https://a" + ").".repeat(2_000), "https://a"],
    ["https://a" + "(".repeat(10) + ".".repeat(4_000), "https://a" + "(".repeat(10)],
  ])("each character before a tail is looked at twice at most, case %#", (text, left) => {
    let looks = 0;
    const found = withoutTail(text, () => (looks += 1));
    expect(found).toBe(left ?? text.slice(0, -1));
    expect(looks).toBeLessThanOrEqual(2 * text.length);
  });

  test("a long text of near misses is quick", () => {
    const text = "https://a@".repeat(20_000);
    const before = performance.now();
    linkify(text);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
