import { onBeforeUnmount, ref, shallowRef, watch } from "vue";
import type { MiniApp } from "@/api/home";
import { suggestItems } from "@/api/search";
import type { Suggestion } from "@/components/SearchBox.vue";
import { t } from "@/texts/texts";
import { place } from "../place";

const SOON_MS = 120;
const MINI_APP = "app:";

/** Suggestions for what is being typed; late answers to fewer letters are dropped, and without a network there are none. */
export function useSuggestions(audience: () => string | undefined, miniApps: () => MiniApp[]) {
  const words = ref("");
  const suggestions = shallowRef<Suggestion[]>([]);
  let timer: ReturnType<typeof setTimeout>;
  let question = 0;

  const ofMiniApps = (wanted: string) =>
    miniApps()
      .filter((app) => [app.name, app.shortName].some((text) => text.toLowerCase().includes(wanted.toLowerCase())))
      .map((app) => ({
        id: `${MINI_APP}${app.id}`,
        title: app.name,
        note: t("services.by", { name: app.department.name }),
      }));

  async function ask(wanted: string, mine: number): Promise<void> {
    const asked = { words: wanted, regionCode: place.value?.code, audience: audience() };
    const found = await suggestItems(asked).catch(() => undefined);
    if (mine !== question) return;
    const ofItems = (found?.items ?? []).map((one) => ({
      id: one.basicCode,
      title: one.text,
      note: one.text === one.name ? undefined : one.name,
    }));
    suggestions.value = [...ofItems, ...ofMiniApps(wanted)];
  }

  watch(words, (now) => {
    clearTimeout(timer);
    const mine = ++question;
    const wanted = now.trim();
    if (!wanted) suggestions.value = [];
    else timer = setTimeout(() => void ask(wanted, mine), SOON_MS);
  });
  onBeforeUnmount(() => {
    clearTimeout(timer);
    question += 1;
  });
  return { words, suggestions };
}

/** The page of what was suggested. */
export function pathOf(one: Suggestion): string {
  return one.id.startsWith(MINI_APP) ? `/apps/${one.id.slice(MINI_APP.length)}` : `/items/${one.id}`;
}
