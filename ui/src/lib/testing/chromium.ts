// A headless Chromium for tests, told what to do over its debugging pipe (Chrome
// DevTools Protocol). Owns the process and its profile folder; both are gone after `close`.
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** Where Debian, Ubuntu and others put it; null where there is none. */
export function findChromium(): string | null {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  return names.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path)) ?? null;
}

interface Answer {
  id?: number;
  sessionId?: string;
  result?: Record<string, never>;
  error?: { message: string };
}

/** One browser with one page. */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #page: string | undefined;
  #next = 0;

  private constructor(path: string, more: string[]) {
    this.#profile = mkdtempSync(join(tmpdir(), "viewer-test-"));
    const flags = ["--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--disable-gpu"];
    const places = [`--user-data-dir=${this.#profile}`, "--window-size=1000,700", "about:blank"];
    this.#process = spawn(path, [...flags, ...more, ...places], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    let rest = "";
    (this.#process.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
      const messages = (rest + text).split("\0");
      rest = messages.pop() ?? "";
      for (const message of messages) this.#answered(JSON.parse(message) as Answer);
    });
  }

  /** Starts a browser whose page shows this address; `more` are further flags. */
  static async open(path: string, url: string, more: string[] = []): Promise<Chromium> {
    const chromium = new Chromium(path, more);
    const { targetId } = await chromium.#call("Target.createTarget", { url });
    const attached = await chromium.#call("Target.attachToTarget", { targetId, flatten: true });
    chromium.#page = attached["sessionId"];
    return chromium;
  }

  /** The value of an expression in the page, awaited there; it may do what a click may. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const options = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    const answer = (await this.#call("Runtime.evaluate", options)) as {
      result?: { value: Value };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    };
    const thrown = answer.exceptionDetails;
    if (thrown) throw new Error(thrown.exception?.description ?? thrown.text);
    return answer.result?.value as Value;
  }

  /** Waits until an expression is true in the page. */
  async until(expression: string, deadlineMs = 60_000): Promise<void> {
    const end = Date.now() + deadlineMs;
    while (!(await this.#holds(expression))) {
      if (Date.now() > end) throw new Error(`never true: ${expression}`);
    }
  }

  /** Whether an expression is true in the page; where it isn't, after a moment. */
  async #holds(expression: string): Promise<boolean> {
    try {
      if (await this.evaluate<boolean>(`Boolean(${expression})`)) return true;
      await this.evaluate("new Promise((done) => setTimeout(done, 20))");
    } catch (error) {
      // The page is just being replaced by the one that was asked for.
      if (!String(error).includes("context was destroyed")) throw error;
    }
    return false;
  }

  /** Makes the page this large. */
  async resize(width: number, height: number): Promise<void> {
    const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
    await this.#call("Emulation.setDeviceMetricsOverride", metrics);
  }

  /** Leads the page to another address. */
  async visit(url: string): Promise<void> {
    await this.#call("Page.navigate", { url });
  }

  /** Makes the page see a reader who prefers light or dark colours. */
  async prefer(scheme: "light" | "dark"): Promise<void> {
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.#call("Emulation.setEmulatedMedia", { features });
  }

  /** Makes the page see a browser that calls itself so; its own name again where it is empty. */
  async pretend(userAgent: string): Promise<void> {
    await this.#call("Emulation.setUserAgentOverride", { userAgent });
  }

  /** Makes the page look as it would on paper, or as on a screen again. */
  async show(media: "print" | "screen"): Promise<void> {
    await this.#call("Emulation.setEmulatedMedia", { media });
  }

  /** Presses and releases a key as a keyboard would. */
  async press(key: string, windowsVirtualKeyCode = 0): Promise<void> {
    const event = { key, code: key, windowsVirtualKeyCode };
    await this.#call("Input.dispatchKeyEvent", { type: "rawKeyDown", ...event });
    await this.#call("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  /** A PNG file of the page, in base64. */
  async screenshot(): Promise<string> {
    const { data } = await this.#call("Page.captureScreenshot", { format: "png" });
    return data ?? "";
  }

  /** Ends the browser and takes its profile away. */
  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once("exit", resolve));
    // Its helpers go on writing into the profile for a moment where it is only killed.
    this.#page = undefined;
    void this.#call("Browser.close", {}).catch(() => undefined);
    const late = setTimeout(() => this.#process.kill("SIGKILL"), 5_000);
    await gone;
    clearTimeout(late);
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  async #call(method: string, params: object): Promise<Record<string, string>> {
    const id = (this.#next += 1);
    const sessionId = this.#page;
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      const message = JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) });
      (this.#process.stdio[3] as Writable).write(`${message}\0`);
    });
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result ?? {};
  }

  #answered(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id ?? 0);
    this.#waiting.delete(answer.id ?? 0);
    waiting?.(answer);
  }
}
