import { ref } from "vue";
import * as identity from "@/api/identity";
import * as session from "@/api/session";
import { KIOSK_HOME } from "@/kiosk";
import { forgetPerson } from "../person";

const PATIENCE_MS = 5_000;

/** The visit is ending: whatever was on the screen is covered. */
export const ending = ref(false);

/** End the visit, here and on the server, and leave the machine as the next person must find it.
 *
 * The page is loaded afresh, so that nothing of anybody stays in its memory either. Without an answer of the server the
 * session still ends here, and there by itself.
 */
export async function endVisit(): Promise<void> {
  if (ending.value) return;
  ending.value = true;
  if (session.signedIn.value) {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
    await Promise.race([identity.signOut().catch(() => undefined), patience]);
  }
  forgetPerson();
  await session.end();
  wipe();
  location.replace(KIOSK_HOME);
}

function wipe(): void {
  try {
    sessionStorage.clear();
  } catch {
    // Forbidden here, so nothing was stored.
  }
  // A browser may keep this very page to show it again on "back": it must be empty then.
  document.getElementById("app")?.remove();
}

/** A page that the browser took out of its own memory is not shown, but begun anew. */
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace(KIOSK_HOME);
});
