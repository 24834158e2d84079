// Files on their way: one after the other, refused before they travel, stopped and sent again.
import { describe, expect, test } from "vitest";

import { PortalError } from "../api";
import type { FileInfo, FileRules } from "../protocol.generated";
import { objection } from "./check";
import { sizeOf } from "./size";
import type { Sending } from "./upload";
import { mayRetry, Uploads } from "./uploads.svelte";

const rules: FileRules = { allowed: true, most_bytes: 10, endings: ["png", "tar.gz", "txt"] };
const file = (name: string, text = "text") => new File([text], name);

/** A network in a test's hand. */
function network() {
  const sent: (Sending & { end: (error?: Error) => void; stopped: boolean })[] = [];
  const send = (sending: Sending) => {
    let end: (error?: Error) => void = () => undefined;
    const done = new Promise<FileInfo>((resolve, reject) => {
      end = (error) => (error ? reject(error) : resolve({} as FileInfo));
    });
    const entry = { ...sending, end: (error?: Error) => end(error), stopped: false };
    sent.push(entry);
    const stop = () => {
      entry.stopped = true;
      end(new DOMException("stopped", "AbortError"));
    };
    return { done, stop };
  };
  return { sent, send };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

function uploading(...files: File[]) {
  const { sent, send } = network();
  const uploads = new Uploads({ session: "s", side: "customer", rules: () => rules, send });
  uploads.add(files);
  return { uploads, sent };
}

describe("uploads", () => {
  test("go one after the other, with progress, and leave the list when they are there", async () => {
    const { uploads, sent } = uploading(file("a.txt"), file("b.txt"));
    expect(sent.map((one) => one.file.name)).toEqual(["a.txt"]);
    sent[0]?.onProgress(0.5);
    expect(uploads.items.map(({ standing, part }) => [standing, part])).toEqual([
      ["sending", 0.5],
      ["waiting", 0],
    ]);
    sent[0]?.end();
    await settled();
    expect(sent.map((one) => one.file.name)).toEqual(["a.txt", "b.txt"]);
    expect(uploads.items).toHaveLength(1);
  });

  test("that cannot be accepted never travel", () => {
    const { uploads, sent } = uploading(
      file("a.exe"),
      file("a.txt", "far too long"),
      file("a.png", ""),
      file("noending"),
    );
    expect(sent).toEqual([]);
    expect(uploads.items.map((item) => item.failure)).toEqual([
      "file_type_refused",
      "too_large",
      "empty",
      "file_type_refused",
    ]);
    expect(uploads.items.some(mayRetry)).toBe(false);
  });

  test("that were cut off are sent again under the same id", async () => {
    const { uploads, sent } = uploading(file("a.txt"));
    sent[0]?.end(new PortalError("offline", 0));
    await settled();
    const [item] = uploads.items;
    expect([item?.standing, item && mayRetry(item)]).toEqual(["failed", true]);
    uploads.retry(item?.id ?? "");
    expect(sent.map((one) => one.id)).toEqual([item?.id, item?.id]);
  });

  test("that are cancelled stop, and the next one goes", async () => {
    const { uploads, sent } = uploading(file("a.txt"), file("b.txt"));
    uploads.remove(sent[0]?.id ?? "");
    await settled();
    expect(sent[0]?.stopped).toBe(true);
    expect(sent[1]?.file.name).toBe("b.txt");
    expect(uploads.items.map((item) => item.file.name)).toEqual(["b.txt"]);
  });

  test("all stop with the page", async () => {
    const { uploads, sent } = uploading(file("a.txt"), file("b.txt"));
    uploads.stop();
    await settled();
    expect([sent.length, sent[0]?.stopped, uploads.items]).toEqual([1, true, []]);
  });
});

test("the ending counts, whatever its case", () => {
  expect(objection(file("PHOTO.PNG"), rules)).toBeNull();
  expect(objection(file("png"), rules)).toBe("file_type_refused");
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1 kB"],
  [123_456, "123 kB"],
  [1_540_000, "1,5 MB"],
  [999_999_999, "1 GB"],
])("%i bytes are %s", (bytes, words) => expect(sizeOf(bytes, "de")).toBe(words));
