import { isKiosk } from "./kiosk";

/** localStorage that may be full, forbidden or wiped: losing it makes the phone forgetful, never broken. On a machine for
 * everybody it is sessionStorage, which is emptied when the visit ends.
 */
const lasting = () => (isKiosk ? sessionStorage : localStorage);

export function remember(key: string, value: string): void {
  try {
    lasting().setItem(key, value);
  } catch {
    // Private windows refuse to store; the page goes on with what it holds in memory.
  }
}

export function recall(key: string): string | null {
  try {
    return lasting().getItem(key);
  } catch {
    return null;
  }
}

export function forget(key: string): void {
  try {
    lasting().removeItem(key);
  } catch {
    // Nothing was stored then.
  }
}

export function forgetAll(prefix: string): void {
  try {
    Object.keys(lasting())
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

/** sessionStorage, for what ends with the visit: the tab, or the person's session. */
export function rememberForNow(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Forbidden here; the page goes on with what it holds in memory.
  }
}

export function recallForNow(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

export function forgetForNow(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was stored then.
  }
}
