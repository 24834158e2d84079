// Storage that a page may use: of this tab, and of this browser; none where it is forbidden.

/** This tab's storage, or none where the browser forbids it. */
export function pageStorage(): Storage | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}

/** What this browser keeps beyond the tab, or none where it forbids it. */
export function lastingStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
