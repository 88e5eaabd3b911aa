import { isKiosk } from "@/kiosk";
import { forgetForNow, recallForNow, rememberForNow } from "@/storage";

/** The refresh token and the Idempotency-Key its exchange will carry: an answer lost on a weak network is given again. */
export interface Renewable {
  token: string;
  key: string;
}

// IndexedDB, because browsers let tabs read an old localStorage for a moment, and a token used twice ends the session.
const STORE = "session";
const NAME = "renewable";
const FOR_NOW = "kuaiban.renewable";
let fallback: Renewable | null = null;

const database: Promise<IDBDatabase | null> = new Promise((resolve) => {
  // A machine for everybody keeps nothing longer than the visit.
  if (isKiosk) return resolve(null);
  try {
    const opening = indexedDB.open("kuaiban", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => resolve(null);
  } catch {
    resolve(null); // Forbidden here: the session lasts as long as the page.
  }
});

/** Replace what is kept, for all tabs; resolves when every tab would read it. */
export async function put(renewable: Renewable | null): Promise<void> {
  fallback = renewable;
  if (isKiosk) return renewable ? rememberForNow(FOR_NOW, JSON.stringify(renewable)) : forgetForNow(FOR_NOW);
  const db = await database;
  if (!db) return;
  await new Promise<void>((resolve) => {
    const change = db.transaction(STORE, "readwrite");
    if (renewable) change.objectStore(STORE).put(renewable, NAME);
    else change.objectStore(STORE).delete(NAME);
    change.oncomplete = change.onabort = () => resolve();
  });
}

export async function get(): Promise<Renewable | null> {
  if (isKiosk) return recallForNow(FOR_NOW) as Renewable | null;
  const db = await database;
  if (!db) return fallback;
  return new Promise((resolve) => {
    const read = db.transaction(STORE).objectStore(STORE).get(NAME) as IDBRequest<Renewable | undefined>;
    read.onsuccess = () => resolve(read.result ?? null);
    read.onerror = () => resolve(fallback);
  });
}
