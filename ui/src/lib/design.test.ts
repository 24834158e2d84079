// @vitest-environment node
// The colours of both schemes against WCAG 2.2 AA: 4.5 for text, 3 for borders and signs.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("design.css", import.meta.url), "utf8");

function tokens(block: string): Record<string, string> {
  const found = block.matchAll(/--([a-z-]+):\s*#([0-9a-f]{6});/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, value]));
}

const [light = {}, dark = {}] = [...css.matchAll(/:root \{([^}]*)\}/g)].map((m) =>
  tokens(m[1] ?? ""),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one = "", other = ""): number {
  const [a = 0, b = 0] = [luminance(one), luminance(other)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

const surfaces = ["ground", "surface", "sunken"];
const pairs: [string, string, number][] = [
  ...surfaces.flatMap((surface): [string, string, number][] => [
    ["text", surface, 4.5],
    ["text-soft", surface, 4.5],
    ["accent", surface, 4.5],
    ["bad", surface, 4.5],
    ["good", surface, 4.5],
    ["line-strong", surface, 3],
  ]),
  ["on-accent", "accent", 4.5],
  ["on-accent", "accent-strong", 4.5],
  ["text", "accent-soft", 4.5],
  ["text-soft", "accent-soft", 4.5],
  ["accent", "accent-soft", 4.5],
  ["accent-strong", "accent-soft", 4.5],
  ["good", "accent-soft", 4.5],
  ["good", "good-soft", 4.5],
  ["text", "good-soft", 4.5],
  ["warn", "warn-soft", 4.5],
  ["text", "warn-soft", 4.5],
  ["bad", "bad-soft", 4.5],
  ["text", "bad-soft", 4.5],
  ["text-soft", "bad-soft", 4.5],
];

describe.each([
  ["light", light],
  ["dark", dark],
])("%s", (_, scheme) => {
  test.each(pairs)("%s on %s has at least %f", (front, back, least) => {
    expect(contrast(scheme[front], scheme[back])).toBeGreaterThanOrEqual(least);
  });
});
