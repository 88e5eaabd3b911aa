import { onBeforeUnmount, ref, shallowRef, watch } from "vue";
import type { MiniApp } from "@/api/home";
import type { BundleLine } from "@/api/items";
import { suggestItems } from "@/api/search";
import type { Suggestion } from "@/components/SearchBox.vue";
import { t } from "@/texts/texts";
import { place } from "../place";

const SOON_MS = 120;
const MINI_APP = "app:";
const BUNDLE = "bundle:";
const THING = /一件事$/;

/** Suggestions for what is being typed, of items, of what is done in one go, and of mini-apps; late answers to fewer letters are dropped, and without a network there are none. */
export function useSuggestions(audience: () => string | undefined, miniApps: () => MiniApp[], bundles: () => BundleLine[]) {
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

  const asSuggestion = (one: BundleLine): Suggestion => ({
    id: `${BUNDLE}${one.code}`,
    title: one.name,
    note: t("search.bundle", { count: one.members }),
  });
  // Every name ends in "一件事": who types that alone means none of them more than another.
  const named = (wanted: string) => bundles().filter((one) => one.name.replace(THING, "").includes(wanted.replace(THING, "") || wanted));

  async function ask(wanted: string, mine: number): Promise<void> {
    const asked = { words: wanted, regionCode: place.value?.code, audience: audience() };
    const found = await suggestItems(asked).catch(() => undefined);
    if (mine !== question) return;
    const ofItems = (found?.items ?? []).map((one) => ({
      id: one.basicCode,
      title: one.text,
      note: one.text === one.name ? undefined : one.name,
    }));
    const ofNames = named(wanted);
    // The best item may be one step of something: whoever opens a firm wants the seal and the tax office, too.
    const around = bundles().filter((one) => found?.items[0]?.bundles?.includes(one.code) && !ofNames.includes(one));
    const things = [ofNames, around].map((some) => some.map(asSuggestion));
    suggestions.value = [...things[0]!, ...ofItems.slice(0, 1), ...things[1]!, ...ofItems.slice(1), ...ofMiniApps(wanted)];
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
  if (one.id.startsWith(BUNDLE)) return `/bundles/${one.id.slice(BUNDLE.length)}`;
  return one.id.startsWith(MINI_APP) ? `/apps/${one.id.slice(MINI_APP.length)}` : `/items/${one.id}`;
}
