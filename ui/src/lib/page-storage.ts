// This tab's storage, or none where the browser forbids it.

export function pageStorage(): Storage | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
