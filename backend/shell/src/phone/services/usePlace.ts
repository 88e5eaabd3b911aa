import { watch } from "vue";
import { PROVINCE } from "@/api/regions";
import { signedIn } from "@/api/session";
import { actedFor } from "../acting";
import { place, type Place } from "../place";
import { whoAmI } from "../person";

const PROVINCE_NAME = "甘肃省";

/** The place that was chosen, or where the firm one acts for is registered, or where the person lives.
 *
 * Of whoever is not signed in nothing is known: the whole province, until they choose.
 */
export async function placeNow(): Promise<Place> {
  if (place.value) return place.value;
  if (!signedIn.value) return { code: PROVINCE, name: PROVINCE_NAME };
  const found = actedFor.value?.region ?? (await ownPlace());
  place.value ??= { code: found.code, name: withoutProvince(found.name) };
  return place.value;
}

async function ownPlace(): Promise<Place> {
  const me = await whoAmI();
  return { code: me.regionCode, name: me.regionName };
}

/** The province is the same for all of us and takes a line of its own on a small screen. */
function withoutProvince(name: string): string {
  return name.replace(PROVINCE_NAME, "") || name;
}

/** Ask again whenever another place is chosen. */
export function onPlaceChange(reload: () => unknown): void {
  watch(
    () => place.value?.code,
    (now, before) => now !== before && (before || !signedIn.value) && void reload(),
  );
}

/** Nobody knows where: what differs from place to place is shown once one is chosen. */
export const nowhere = (): boolean => !place.value && !signedIn.value;
