// Serves the viewer's test page and, in the portal's place, its view socket: tests say what is
// sent and see what comes back. Owns a Vite server on a free port; gone after `close`.
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { createServer, type ViteDevServer } from "vite";

import { screenProtocol } from "../../../lib/protocol.generated";
import { decodeMessage } from "../../../lib/screen/decode";
import type { Message } from "../../../lib/screen/message";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
/** RFC 6455, 1.3. */
const handshakeKey = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** A portal that knows nothing but one view socket. */
export class ViewServer {
  /** What the newest viewer has said, oldest first. */
  readonly heard: Message[] = [];
  /** How many viewers have connected so far. */
  connections = 0;
  readonly #vite: ViteDevServer;
  #socket: Duplex | null = null;

  private constructor(vite: ViteDevServer) {
    this.#vite = vite;
    vite.httpServer?.on("upgrade", (request: IncomingMessage, socket: Duplex) => {
      if (request.url?.startsWith("/api/")) this.#connected(request, socket);
    });
  }

  /** Starts on a free port. */
  static async start(): Promise<ViewServer> {
    const vite = await createServer({
      root,
      configFile: false,
      logLevel: "error",
      cacheDir: `node_modules/.vite-viewer-test`,
      plugins: [svelte({ configFile: `${root}/svelte.config.js` })],
      worker: { format: "es" },
      server: { host: "127.0.0.1", port: 0, hmr: false, allowedHosts: ["portal.test"] },
      optimizeDeps: { include: ["fzstd"] },
    });
    await vite.listen();
    return new ViewServer(vite);
  }

  /** Address of the test page. */
  get page(): string {
    const { port } = this.#vite.httpServer?.address() as AddressInfo;
    return `http://127.0.0.1:${port}/src/console/viewer/testing/page.html?lang=en`;
  }

  /** Sends one binary message to the newest viewer. */
  send(message: ArrayBuffer): void {
    const length = message.byteLength;
    // A browser refuses a length that is written with more bytes than it needs.
    const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10, 0x82);
    head.writeUInt8(length < 126 ? length : length < 65_536 ? 126 : 127, 1);
    if (head.length === 4) head.writeUInt16BE(length, 2);
    if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
    this.#socket?.write(Buffer.concat([head, new Uint8Array(message)]));
  }

  /** Cuts the newest viewer's connection. */
  cut(): void {
    this.#socket?.destroy();
  }

  /** Ends the server. */
  async close(): Promise<void> {
    this.cut();
    await this.#vite.close();
  }

  #connected(request: IncomingMessage, socket: Duplex): void {
    const key = `${request.headers["sec-websocket-key"]}${handshakeKey}`;
    const accept = createHash("sha1").update(key).digest("base64");
    const head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
    const tail = [`Sec-WebSocket-Accept: ${accept}`, `Sec-WebSocket-Protocol: ${screenProtocol}`];
    socket.write([...head, ...tail, "", ""].join("\r\n"));
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes: Buffer) => this.#received(bytes));
    this.heard.length = 0;
    this.connections += 1;
    this.#socket = socket;
  }

  /** A viewer's messages are at most 16 bytes, so each comes in a frame of the shortest form. */
  #received(bytes: Buffer): void {
    for (let at = 0; at + 6 <= bytes.length;) {
      const length = bytes.readUInt8(at + 1) & 127;
      const mask = bytes.subarray(at + 2, at + 6);
      const masked = bytes.subarray(at + 6, at + 6 + length);
      const binary = (bytes.readUInt8(at) & 15) === 2;
      if (binary) {
        const plain = Uint8Array.from(masked, (byte, index) => byte ^ (mask[index % 4] ?? 0));
        this.heard.push(decodeMessage(plain.buffer));
      }
      at += 6 + length;
    }
  }
}
