import { watch } from "vue";
import { place } from "../place";
import { whoAmI } from "../person";

const PROVINCE_NAME = "甘肃省";

/** The place that was chosen, or where the person lives. */
export async function placeNow(): Promise<{ code: string; name: string }> {
  if (place.value) return place.value;
  const me = await whoAmI();
  // The province is the same for all of us and takes a line of its own on a small screen.
  const name = me.regionName.replace(PROVINCE_NAME, "") || me.regionName;
  place.value ??= { code: me.regionCode, name };
  return place.value;
}

/** Ask again whenever another place is chosen. */
export function onPlaceChange(reload: () => unknown): void {
  watch(
    () => place.value?.code,
    (now, before) => before && now !== before && void reload(),
  );
}
