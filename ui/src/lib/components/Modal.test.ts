// Which dialogs Escape closes. Their names and focus: see the tests of `Question`.
import { createRawSnippet } from "svelte";
import { afterEach, expect, test, vi } from "vitest";

import Modal from "./Modal.svelte";
import { clear, show } from "./testing";

afterEach(clear);

const children = createRawSnippet(() => ({ render: () => "<h2 id='title'>A password</h2>" }));

function escape() {
  const cancel = new Event("cancel", { cancelable: true });
  document.querySelector("dialog")?.dispatchEvent(cancel);
  return cancel.defaultPrevented;
}

test("Escape is told, and only whoever shows the dialog takes it away", () => {
  const onclose = vi.fn();
  show(Modal, { labelledby: "title", onclose, children });
  expect([escape(), onclose.mock.calls.length]).toEqual([true, 1]);
  expect(document.querySelector("dialog")?.open).toBe(true);
});

test("what must not be lost by chance stays, however often Escape is pressed", () => {
  show(Modal, { labelledby: "title", children });
  expect([escape(), escape()]).toEqual([true, true]);
  expect(document.querySelector("dialog")?.getAttribute("closedby")).toBe("none");
});
