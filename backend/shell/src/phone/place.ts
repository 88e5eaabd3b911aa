import { ref, shallowRef } from "vue";
import { forget, recallJson, remember } from "@/storage";

/** Where somebody wants to get something done; at first, where they live. */
export interface Place {
  code: string;
  name: string;
}

const KEY = "kuaiban.place";

function kept(): Place | null {
  const found = recallJson(KEY) as Place | null;
  return found?.code && found.name ? { code: found.code, name: found.name } : null;
}

export const place = shallowRef<Place | null>(kept());

/** Whether somebody chose it, so that it can be taken back. */
export const isChosen = ref(place.value !== null);

/** Kept on this phone until the person signs out. */
export function choosePlace(wanted: Place): void {
  place.value = wanted;
  isChosen.value = true;
  remember(KEY, JSON.stringify(wanted));
}

export function forgetPlace(): void {
  place.value = null;
  isChosen.value = false;
  forget(KEY);
}

/** Only what was chosen by hand stays when one begins to act for somebody else. */
export function resetPlace(): void {
  place.value = kept();
}
