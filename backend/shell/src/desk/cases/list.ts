import { onBeforeUnmount, ref, shallowRef, watch } from "vue";
import { type DeskLine, queue, type QueueFilter } from "@/api/desk";
import { settings } from "@/settings";

/** What the last list showed: the case page steps through it, and coming back marks the same line. */
export const lastList = shallowRef<{ ids: string[]; path: string }>({ ids: [], path: "/" });
export const marked = ref<string>();

/** The queue under a filter, page by page; late answers to an older filter are dropped. */
export function useQueue(filter: () => QueueFilter) {
  const lines = shallowRef<DeskLine[]>();
  const trouble = shallowRef<unknown>(null);
  const more = ref<string | null>(null);
  const busy = ref(false);
  let question = 0;

  async function fetchPage(cursor: string | null): Promise<void> {
    const mine = ++question;
    busy.value = true;
    trouble.value = null;
    try {
      const page = await queue(filter(), cursor);
      if (mine !== question) return;
      lines.value = cursor ? [...(lines.value ?? []), ...page.items] : page.items;
      more.value = page.nextCursor ?? null;
    } catch (cause) {
      if (mine === question) trouble.value = cause;
    } finally {
      if (mine === question) busy.value = false;
    }
  }

  const reload = () => fetchPage(null);
  const next = () => (more.value && !busy.value ? fetchPage(more.value) : Promise.resolve());
  watch([() => JSON.stringify(filter()), () => settings.language], reload, { immediate: true });
  onBeforeUnmount(() => (question += 1));
  return { lines, trouble, more, busy, reload, next };
}
