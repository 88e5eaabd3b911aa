import { computed, ref, type Ref, shallowRef, watch } from "vue";
import { useRoute, useRouter } from "vue-router";
import { acting } from "@/api/acting";
import { signedIn } from "@/api/session";

export interface Firm {
  id: string;
  name: string;
}

export interface Acted {
  /** The firm acted for now, or "" for oneself. It stands in the address, so that a reload and a link keep it. */
  firm: Ref<string>;
  firms: Ref<Firm[]>;
  /** The switch has been asked for; before, nobody knows whether there is anything to choose. */
  asked: Ref<boolean>;
}

/** The firms for which the person may apply for everything: their guides and data may be seen and worked on. */
export function useFirms(): Acted {
  const route = useRoute();
  const router = useRouter();
  const firms = shallowRef<Firm[]>([]);
  const asked = ref(false);
  const firm = computed({
    get: () => String(route.query.firm ?? ""),
    set: (id) => void router.replace({ query: { ...route.query, firm: id || undefined } }),
  });

  async function load(): Promise<void> {
    // Without an answer there is no choice, and everything of oneself is there.
    const found = signedIn.value ? await acting().catch(() => null) : null;
    const mine = (found?.choices ?? []).filter(
      (one) => one.subject.kind === "organisation" && one.actions.includes("apply") && !one.basicCodes.length,
    );
    firms.value = [...new Map(mine.map((one) => [one.subject.id, { id: one.subject.id, name: one.name }])).values()];
    asked.value = true;
  }

  watch(signedIn, load, { immediate: true });
  return { firm, firms, asked };
}
