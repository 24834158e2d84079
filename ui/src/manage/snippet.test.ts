import { expect, test } from "vitest";

import { chatLink, isColour, snippetOf, usualColour, type EmbedOptions } from "./snippet";

const usual: EmbedOptions = { language: null, queue: null, position: "right", colour: usualColour };
const portal = "https://help.example.com";

test("the line says only what is not usual", () => {
  expect(snippetOf(portal, usual)).toBe(
    '<script src="https://help.example.com/widget.js" async></script>',
  );
  const all: EmbedOptions = {
    language: "de",
    queue: "printers",
    position: "left",
    colour: "#AA0000",
  };
  expect(snippetOf(portal, all)).toBe(
    '<script src="https://help.example.com/widget.js" data-lang="de" data-queue="printers" ' +
      'data-position="left" data-color="#AA0000" async></script>',
  );
});

test("nothing in it can end the attribute", () => {
  expect(snippetOf(portal, { ...usual, queue: '"><b' })).toContain('data-queue="&quot;>&lt;b"');
});

test("the link carries language and queue", () => {
  expect(chatLink(portal, usual)).toBe("https://help.example.com/chat");
  expect(chatLink(portal, { ...usual, language: "en", queue: "a b" })).toBe(
    "https://help.example.com/chat?lang=en&queue=a+b",
  );
});

test("a colour has six digits", () => {
  expect(["#1b5cb8", "#FFFFFF", "1d5bcb", "#fff", "red"].map(isColour)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
