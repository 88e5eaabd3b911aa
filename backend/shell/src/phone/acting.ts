import { ref, shallowRef } from "vue";
import { type Acting, acting } from "@/api/acting";
import { forgetForNow, recallForNow, rememberForNow } from "@/storage";

/** A firm in whose name the person works now. */
export interface ActedFor {
  id: string;
  name: string;
  /** Where it is registered: there its things are done, unless another place was chosen. */
  region?: { code: string; name: string };
}

const KEY = "kuaiban.acting";

function kept(): ActedFor | null {
  const found = recallForNow(KEY) as ActedFor | null;
  return found?.id && found.name ? found : null;
}

/** For this visit only: the next one begins as oneself. */
export const actedFor = shallowRef<ActedFor | null>(kept());

export function actFor(firm: ActedFor): void {
  actedFor.value = firm;
  rememberForNow(KEY, JSON.stringify(firm));
}

export function actForSelf(): void {
  actedFor.value = null;
  forgetForNow(KEY);
}

/** The firms for which the person may do anything, each once; asked once per sign-in and again when somebody looks. */
export const firms = shallowRef<Acting[]>();
export const firmsAsked = ref(false);

export async function loadFirms(): Promise<void> {
  const found = (await acting()).choices.filter((one) => one.subject.kind === "organisation");
  // The first one of a firm is the highest right.
  firms.value = [...new Map([...found].reverse().map((one) => [one.subject.id, one])).values()].reverse();
  firmsAsked.value = true;
}

export function forgetActing(): void {
  actForSelf();
  firms.value = undefined;
  firmsAsked.value = false;
}
