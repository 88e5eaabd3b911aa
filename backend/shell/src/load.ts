import { onBeforeUnmount, ref, type Ref, shallowRef, watch } from "vue";
import type { Page } from "@/api/identity";
import { settings } from "@/settings";

export interface Loaded<Value> {
  value: Ref<Value | undefined>;
  trouble: Ref<unknown>;
  reload: () => Promise<void>;
}

/** What a page shows, fetched when it opens and again when the language changes. Late answers to old questions are dropped. */
export function useLoaded<Value>(fetchValue: () => Promise<Value>): Loaded<Value> {
  const value = shallowRef<Value>();
  const trouble = shallowRef<unknown>(null);
  let question = 0;

  async function reload(): Promise<void> {
    const mine = ++question;
    trouble.value = null;
    try {
      const answer = await fetchValue();
      if (mine === question) value.value = answer;
    } catch (cause) {
      if (mine === question) trouble.value = cause;
    }
  }

  watch(() => settings.language, reload, { immediate: true });
  onBeforeUnmount(() => (question += 1));
  return { value, trouble, reload };
}

export interface Doing {
  busy: Ref<boolean>;
  trouble: Ref<unknown>;
  run: (work: () => Promise<void>) => Promise<boolean>;
}

/** Something the person asked for: one at a time, `true` when it worked, the trouble kept for the page to show. */
export function useDoing(): Doing {
  const busy = ref(false);
  const trouble = shallowRef<unknown>(null);

  async function run(work: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    trouble.value = null;
    try {
      await work();
      return true;
    } catch (cause) {
      trouble.value = cause;
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, trouble, run };
}

export interface Paged<Item> extends Loaded<Item[]> {
  more: Ref<string | null>;
  busy: Ref<boolean>;
  nextTrouble: Ref<unknown>;
  showMore: () => Promise<boolean>;
}

/** A list that grows page by page; `PagedList` shows one. */
export function usePaged<Item>(fetchPage: (cursor: string | null) => Promise<Page<Item>>): Paged<Item> {
  const more = ref<string | null>(null);
  const next = useDoing();
  const first = useLoaded(async () => {
    const page = await fetchPage(null);
    more.value = page.nextCursor ?? null;
    return page.items;
  });
  const showMore = () =>
    next.run(async () => {
      const page = await fetchPage(more.value);
      more.value = page.nextCursor ?? null;
      first.value.value = [...(first.value.value ?? []), ...page.items];
    });
  return { ...first, more, busy: next.busy, nextTrouble: next.trouble, showMore };
}
