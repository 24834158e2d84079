// Serves the portal's real pages to a real browser and stands in for the portal behind them: tests
// say what it answers and see what was asked. Owns a Vite server on a free port until `close`.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { createServer, type ViteDevServer } from "vite";

import { TextSocket } from "./text-socket";

const here = fileURLToPath(new URL("../../..", import.meta.url));

/** What the portal answers: JSON with status 200, or a status of its own. */
export type Answer = unknown | ((body: unknown) => unknown);

/** An answer with another status than 200. */
export class Status {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {}
}

/** A refusal as the portal gives it. */
export const refusal = (status: number, code: string) => new Status(status, { code, status });

export class PageServer {
  /** Requests to the API so far, such as `POST /api/v1/chats`, with their JSON bodies. */
  readonly asked: [string, unknown][] = [];
  /** Sockets that pages have opened, oldest first. */
  readonly sockets: TextSocket[] = [];
  readonly #vite: ViteDevServer;
  readonly #answers = new Map<string, Answer>();
  readonly #greetings: [string, (socket: TextSocket) => void][] = [];

  private constructor(vite: ViteDevServer) {
    this.#vite = vite;
    vite.httpServer?.on("upgrade", (request: IncomingMessage, socket: Duplex) => {
      if (request.url?.startsWith("/api/")) this.#connected(new TextSocket(request, socket));
    });
  }

  static async start(): Promise<PageServer> {
    let server: PageServer | null = null;
    const vite = await createServer({
      root: `${here}/portal`,
      publicDir: `${here}/public`,
      configFile: false,
      logLevel: "error",
      cacheDir: `${here}/node_modules/.vite-pages-${process.env["VITEST_POOL_ID"] ?? 0}`,
      resolve: { alias: { "/src": `${here}/src` } },
      plugins: [
        svelte({ configFile: `${here}/svelte.config.js` }),
        {
          name: "portal",
          configureServer: ({ middlewares }) => {
            middlewares.use((request, response, next) => {
              if (request.url === "/" || !request.url?.startsWith("/api/")) return next();
              void server?.answerTo(request, response);
            });
            middlewares.use((request, _response, next) => {
              request.url = request.url?.replace(/^\/(chat|console|manage)(?=[?#]|$)/, "/$1.html");
              next();
            });
          },
        },
      ],
      worker: { format: "es" },
      server: { host: "127.0.0.1", port: 0, hmr: false, fs: { allow: [here] } },
      optimizeDeps: { include: ["fzstd"], noDiscovery: true },
    });
    await vite.listen();
    server = new PageServer(vite);
    return server;
  }

  /** An address of these pages. */
  url(path: string): string {
    const { port } = this.#vite.httpServer?.address() as AddressInfo;
    return `http://127.0.0.1:${port}${path}`;
  }

  /** Says what a request is answered with from now on; queries do not count. */
  answer(request: string, answer: Answer): this {
    this.#answers.set(request, answer);
    return this;
  }

  /** Says what a socket whose path starts so is told as soon as it is open. */
  greet(path: string, greeting: (socket: TextSocket) => void): this {
    this.#greetings.unshift([path, greeting]);
    return this;
  }

  /** The newest socket. */
  get socket(): TextSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("no page has opened a socket");
    return socket;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.cut();
    await this.#vite.close();
  }

  /** Called for each request to the API. */
  async answerTo(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const name = `${request.method} ${path}`;
    const body = await bodyOf(request);
    this.asked.push([name, body]);
    const found = this.#answers.get(name);
    const said = typeof found === "function" ? (found as (body: unknown) => unknown)(body) : found;
    const known = said === undefined ? refusal(404, "not_found") : said;
    const { status, body: content } = known instanceof Status ? known : new Status(200, known);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(content));
  }

  #connected(socket: TextSocket): void {
    this.sockets.push(socket);
    this.#greetings.find(([path]) => socket.path.startsWith(path))?.[1](socket);
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const part of request) text += String(part);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
