// The server's end of a WebSocket for text messages (RFC 6455), as much of it as tests need: the
// handshake, unfragmented text frames both ways, and the close.
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** RFC 6455, 1.3. */
const handshakeKey = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

export class TextSocket {
  /** What the page has sent, oldest first. */
  readonly heard: unknown[] = [];
  readonly #socket: Duplex;
  #rest = Buffer.alloc(0);

  /** Accepts a request to upgrade. */
  constructor(
    request: IncomingMessage,
    socket: Duplex,
    /** Path and query that were asked for. */
    readonly path = request.url ?? "",
  ) {
    this.#socket = socket;
    const key = `${request.headers["sec-websocket-key"]}${handshakeKey}`;
    const accept = createHash("sha1").update(key).digest("base64");
    const protocol = String(request.headers["sec-websocket-protocol"] ?? "").split(",")[0] ?? "";
    const head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
    const tail = [`Sec-WebSocket-Accept: ${accept}`, `Sec-WebSocket-Protocol: ${protocol}`];
    socket.write([...head, ...tail, "", ""].join("\r\n"));
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes: Buffer) => this.#received(bytes));
  }

  /** Sends one message as JSON. */
  send(message: unknown): void {
    const text = Buffer.from(JSON.stringify(message));
    const length = text.byteLength;
    const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10, 0x81);
    head.writeUInt8(length < 126 ? length : length < 65_536 ? 126 : 127, 1);
    if (head.length === 4) head.writeUInt16BE(length, 2);
    if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
    if (!this.#socket.destroyed) this.#socket.write(Buffer.concat([head, text]));
  }

  /** Cuts the line without a word. */
  cut(): void {
    this.#socket.destroy();
  }

  #received(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (;;) {
      const frame = firstFrame(this.#rest);
      if (frame === null) return;
      this.#rest = this.#rest.subarray(frame.end);
      if (frame.kind === 8) return this.cut();
      if (frame.kind === 1) this.heard.push(JSON.parse(frame.data.toString("utf8")));
    }
  }
}

/** The first whole frame of a browser, which always masks; none where it has not come whole yet. */
function firstFrame(bytes: Buffer): { kind: number; data: Buffer; end: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 127;
  const at = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < at + 4) return null;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const end = at + 4 + length;
  if (bytes.length < end) return null;
  const mask = bytes.subarray(at, at + 4);
  const data = Buffer.from(
    bytes.subarray(at + 4, end).map((byte, index) => byte ^ (mask[index % 4] ?? 0)),
  );
  return { kind: bytes.readUInt8(0) & 15, data, end };
}
