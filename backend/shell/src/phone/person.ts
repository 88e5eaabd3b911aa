import { ref, shallowRef } from "vue";
import * as identity from "@/api/identity";
import * as session from "@/api/session";
import { forgetDraftsOf } from "@/miniapp/drafts";
import { forgetActing } from "./acting";
import { forgetPlace } from "./place";

/** Whom the phone serves now; asked once per sign-in. */
const current = shallowRef<identity.Me | null>(null);

/** For the dot on the tab; the server tells it with the home page and the inbox counts it down. */
export const unread = ref(0);

export async function whoAmI(): Promise<identity.Me> {
  current.value ??= await identity.me();
  return current.value;
}

export function forgetPerson(): void {
  current.value = null;
  unread.value = 0;
  forgetPlace();
  forgetActing();
}

/** Leave this device clean for the next person, also when the server cannot be told. */
export async function leave(): Promise<void> {
  const person = await whoAmI().catch(() => null);
  try {
    await identity.signOut();
  } catch {
    // Out of reach: the session ends here now, and by itself on the server.
  }
  if (person) forgetDraftsOf(person.id);
  forgetPerson();
  await session.end();
}
