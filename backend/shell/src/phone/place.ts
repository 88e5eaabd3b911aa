import { shallowRef } from "vue";
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

/** Kept on this phone until the person signs out. */
export function choosePlace(wanted: Place): void {
  place.value = wanted;
  remember(KEY, JSON.stringify(wanted));
}

export function forgetPlace(): void {
  place.value = null;
  forget(KEY);
}
