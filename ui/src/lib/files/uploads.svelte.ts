// The files that somebody is sending in a session, one after the other. Owns the requests until
// they are done or `stop` is called. Used by the web chat and by the console.
import { failureOf } from "../api";
import { newId } from "../log/outbox";
import type { Side } from "../log/entries";
import type { FileId, FileRules, SessionId } from "../protocol.generated";
import type { Failure } from "../texts/words";
import { objection } from "./check";
import { upload, type Running, type Sending } from "./upload";

export type Standing = "waiting" | "sending" | "failed";

/** One of them. */
export interface Upload {
  readonly id: FileId;
  readonly file: File;
  readonly standing: Standing;
  /** From 0 to 1. */
  readonly part: number;
  readonly failure: Failure | "empty" | null;
}

export interface UploadsOptions {
  session: SessionId;
  side: Side;
  rules: () => FileRules;
  /** Stands in for the network in tests. */
  send?: (sending: Sending) => Running;
}

/** Failures after which the same file may arrive. */
const passing: readonly (Failure | "empty")[] = [
  "offline",
  "unavailable",
  "internal",
  "unexpected",
  "rate_limited",
  "file_broken",
  "storage_full",
];

export const mayRetry = (item: Upload): boolean =>
  item.failure !== null && passing.includes(item.failure);

export class Uploads {
  items = $state.raw<readonly Upload[]>([]);
  readonly #options: UploadsOptions;
  #running: { id: FileId; stop: () => void } | null = null;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /** Sends these files, or says of each why not. */
  add(files: Iterable<File>): void {
    const fresh = [...files].map((file): Upload => {
      const failure = objection(file, this.#options.rules());
      return { id: newId(), file, standing: failure ? "failed" : "waiting", part: 0, failure };
    });
    this.items = [...this.items, ...fresh];
    this.#next();
  }

  /** Takes one away; what has not arrived will not. */
  remove(id: FileId): void {
    this.items = this.items.filter((item) => item.id !== id);
    if (this.#running?.id === id) this.#running.stop();
  }

  retry(id: FileId): void {
    this.#set(id, { standing: "waiting", failure: null, part: 0 });
    this.#next();
  }

  /** Stops everything. */
  stop(): void {
    this.items = [];
    this.#running?.stop();
  }

  #next(): void {
    const item = this.items.find(({ standing }) => standing === "waiting");
    if (item === undefined || this.#running !== null) return;
    const { session, side, send = upload } = this.#options;
    const { id, file } = item;
    this.#set(id, { standing: "sending" });
    const running = send({
      session,
      side,
      id,
      file,
      onProgress: (part) => this.#set(id, { part }),
    });
    this.#running = { id, stop: running.stop };
    running.done
      .then(
        () => (this.items = this.items.filter((other) => other.id !== id)),
        (error: unknown) => this.#set(id, { standing: "failed", failure: failureOf(error) }),
      )
      .finally(() => {
        this.#running = null;
        this.#next();
      });
  }

  #set(id: FileId, part: Partial<Upload>): void {
    this.items = this.items.map((item) => (item.id === id ? { ...item, ...part } : item));
  }
}

/** The files of something pasted or dropped; a pasted picture gets a name with the time. */
export function filesOf(transfer: DataTransfer | null, pastedName: string): File[] {
  const files = [...(transfer?.items ?? [])]
    .filter((item) => item.kind === "file" && item.webkitGetAsEntry?.()?.isDirectory !== true)
    .map((item) => item.getAsFile())
    .filter((file) => file !== null);
  return files.map((file) => (file.name === "image.png" ? renamed(file, pastedName) : file));
}

function renamed(file: File, name: string): File {
  const at = new Date();
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join("-");
  return new File([file], `${name} ${day} ${time}.png`, { type: file.type });
}
