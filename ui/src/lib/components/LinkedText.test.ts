// Links in what people write, as they stand in the page.
import { afterEach, expect, test } from "vitest";

import LinkedText from "./LinkedText.svelte";
import { clear, show } from "./testing";

afterEach(clear);

test("the writing around a link can not turn the link", () => {
  const text = "\u202esee https://bank.example/\u202ex";
  show(LinkedText, { text });
  const link = document.querySelector("a");
  expect(link?.getAttribute("href")).toBe("https://bank.example/");
  expect(link?.firstElementChild?.tagName).toBe("BDI");
  expect(link?.textContent).toBe("https://bank.example/");
  expect(document.body.textContent).toContain(text);
});
