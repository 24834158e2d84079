// @vitest-environment node
import { expect, test } from "vitest";

import { mailTo } from "./mail";

test("the question is quoted, and nothing in it can add to the mail's head", () => {
  const address = mailTo("a@x.test", "Frage & Antwort", "Guten Tag", "1\n?bcc=evil@x&y");
  expect(address).toMatch(/^mailto:a@x\.test\?subject=[^&]*&body=[^&]*$/);
  const query = new URLSearchParams(address.split("?")[1]);
  expect(query.get("subject")).toBe("Frage & Antwort");
  expect(query.get("body")).toBe("Guten Tag\r\n\r\n\r\n> 1\r\n> ?bcc=evil@x&y");
});

test("an address cannot name further recipients", () => {
  expect(mailTo("a@x.test?cc=b@x", "", "", null)).toMatch(/^mailto:a@x\.test%3Fcc%3Db%40x\?/);
});
