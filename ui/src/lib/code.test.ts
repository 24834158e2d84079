// @vitest-environment node
import { expect, test } from "vitest";

import { codeGroups, goodUntil, spelled, spellingWord } from "./code";

test.each(["K7QM-2XRB-9TFD", "k7qm2xrb9tfd", " K7QM 2XRB\n9TFD "])(
  "%j is read in groups",
  (code) => {
    expect(codeGroups(code)).toEqual(["K7QM", "2XRB", "9TFD"]);
    expect(spelled(code)).toBe("K 7 Q M, 2 X R B, 9 T F D");
  },
);

test("nothing has no groups", () => {
  expect([codeGroups(""), spelled("--")]).toEqual([[], ""]);
});

test.each(["de", "en"] as const)(
  "each letter has a word of its own, digits have none (%s)",
  (language) => {
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    for (const letter of letters) expect(spellingWord(letter, language)[0]).toBe(letter);
    expect(new Set(letters.map((letter) => spellingWord(letter, language))).size).toBe(26);
    expect([spellingWord("7", language), spellingWord("Ä", language)]).toEqual(["", ""]);
  },
);

test("a wrong clock neither ends a code at once nor keeps it for hours", () => {
  expect(goodUntil(300_000, 0)).toBe(300_000);
  expect(goodUntil(-9_000_000, 0)).toBe(60_000);
  expect(goodUntil(9_000_000, 0)).toBe(600_000);
});
