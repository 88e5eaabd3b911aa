/** localStorage that may be full, forbidden or wiped: losing it makes the phone forgetful, never broken. */

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows refuse to store; the page goes on with what it holds in memory.
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was stored then.
  }
}

export function forgetAll(prefix: string): void {
  try {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .forEach(forget);
  } catch {
    // Nothing was stored then.
  }
}

/** The stored JSON value, or null when it is absent or damaged. */
export function recallJson(key: string): unknown {
  try {
    return JSON.parse(recall(key) ?? "null");
  } catch {
    return null;
  }
}
