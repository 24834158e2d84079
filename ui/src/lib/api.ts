// The portal's HTTP interface as the pages use it. Every failure becomes a `PortalError` with a
// code that has a sentence in both languages; refuses to pass on anything a server wrote.
import { zone } from "./locale";
import { errorCodes, type ErrorCode, type Language, type SessionId } from "./protocol.generated";
import type { Failure } from "./texts/words";

/** The portal said no, something else, or nothing. */
export class PortalError extends Error {
  constructor(
    readonly code: Failure,
    readonly status: number,
    /** The field that is meant, as in the request: `texts.welcome`, `embed_origins.2`. */
    readonly field: string | null = null,
    /** Seconds after which it may work, where the portal says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(code);
    this.name = "PortalError";
  }
}

/** The failure to tell the person about, whatever was thrown. */
export function failureOf(error: unknown): Failure {
  return error instanceof PortalError ? error.code : "unexpected";
}

/** Fetches JSON; a signal gives it up. */
export async function get<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return request<Answer>(path, { method: "GET", signal: signal ?? null });
}

/** Posts JSON and reads the JSON answer, `null` where there is none. */
export async function post<Answer>(path: string, body: unknown = {}): Promise<Answer> {
  return request<Answer>(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Puts JSON and reads the JSON answer, `null` where there is none. */
export async function put<Answer>(path: string, body: unknown): Promise<Answer> {
  return request<Answer>(path, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Takes something away; with a proof where one is needed. */
export async function remove(path: string, proof?: unknown): Promise<void> {
  if (proof === undefined) return void (await request<null>(path, { method: "DELETE" }));
  const headers = { "content-type": "application/json" };
  await request<null>(path, { method: "DELETE", headers, body: JSON.stringify(proof) });
}

async function request<Answer>(path: string, init: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: "same-origin", cache: "no-store" });
  } catch {
    throw new PortalError("offline", 0);
  }
  const text = await response.text().catch(() => "");
  if (!response.ok) {
    throw problemOf(text, response.status);
  }
  if (text.trim() === "") return null as Answer;
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new PortalError("unexpected", response.status);
  }
}

/** The code of a problem; for an answer that is none, what its status tells. */
export function codeOf(body: string, status: number): Failure {
  try {
    const code: unknown = (JSON.parse(body) as { code?: unknown } | null)?.code;
    if (isErrorCode(code)) return code;
  } catch {
    // Not a problem document: a proxy's page, for example.
  }
  const byStatus: Record<number, Failure> = {
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    413: "too_large",
    429: "rate_limited",
    502: "unavailable",
    503: "unavailable",
    504: "unavailable",
  };
  return byStatus[status] ?? "unexpected";
}

/** A refusal as an error. */
export function problemOf(body: string, status: number): PortalError {
  const said = { field: null, retry_after: null } as Record<"field" | "retry_after", unknown>;
  try {
    Object.assign(said, JSON.parse(body));
  } catch {
    // Not a problem document.
  }
  return new PortalError(
    codeOf(body, status),
    status,
    typeof said.field === "string" ? said.field : null,
    typeof said.retry_after === "number" ? said.retry_after : null,
  );
}

function isErrorCode(code: unknown): code is ErrorCode {
  return (errorCodes as readonly unknown[]).includes(code);
}

/** The transcript's address in this language and this place's time, for one of the two sides. */
export function transcriptUrl(
  session: SessionId,
  language: Language,
  side: "customer" | "agent",
): string {
  const query = new URLSearchParams({ lang: language, zone: zone(), as: side });
  return `/api/v1/sessions/${encodeURIComponent(session)}/transcript.txt?${query}`;
}

/** Address of a socket on this portal. */
export function socketUrl(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
