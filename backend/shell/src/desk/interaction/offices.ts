import { computed, ref } from "vue";
import { myOffices, type Office } from "@/api/interactionDesk";
import { useLoaded } from "@/load";

/** For which of my offices something is begun; the only one is chosen by itself. */
export function useOffices() {
  const chosen = ref("");
  const key = (one: Office) => `${one.regionCode} ${one.department}`;
  const { value, trouble, reload } = useLoaded(async () => {
    const mine = await myOffices();
    if (mine[0] && mine.length === 1) chosen.value = key(mine[0]);
    return mine;
  });
  const choices = computed(() => (value.value ?? []).map((one) => ({ value: key(one), title: `${one.department}（${one.regionCode}）` })));
  const office = computed(() => (value.value ?? []).find((one) => key(one) === chosen.value));
  return { chosen, choices, office, trouble, reload };
}
