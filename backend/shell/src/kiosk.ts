/** Whether this page stands on a machine for everybody: opened at /kiosk, and then for as long as the tab lives.
 *
 * Evaluated before anything is stored: on such a machine nothing may outlive the visit (see `storage.ts`, `api/vault.ts`).
 */
const KEY = "kuaiban.kiosk";
export const KIOSK_HOME = "/kiosk";

function asked(): boolean {
  try {
    if (location.pathname === KIOSK_HOME) sessionStorage.setItem(KEY, "1");
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return location.pathname === KIOSK_HOME;
  }
}

export const isKiosk = asked();
