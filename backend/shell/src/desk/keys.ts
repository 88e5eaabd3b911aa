import { onBeforeUnmount, onMounted, ref, watch } from "vue";
import { forget, recall, remember } from "@/storage";

const OFF = "kuaiban.desk.keys-off";

/** Single keys can be switched off: whoever dictates, or trembles, must not give orders by accident (WCAG 2.1.4). */
export const keysOn = ref(recall(OFF) === null);
watch(keysOn, (on) => (on ? forget(OFF) : remember(OFF, "1")));

const TYPED_INTO = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

/** Whether a key belongs to what has the focus, to a sheet, or to the browser. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return true;
  if (document.querySelector("dialog[open]")) return true;
  return event.target instanceof Element && event.target.closest(TYPED_INTO) !== null;
}

/** Listen to single keys while this page is open. A handler that answers `false` leaves the key to the browser. */
export function useKeys(handle: (key: string) => boolean | void): void {
  const press = (event: KeyboardEvent) => {
    if (!keysOn.value || isTaken(event)) return;
    if (handle(event.key) !== false) event.preventDefault();
  };
  onMounted(() => window.addEventListener("keydown", press));
  onBeforeUnmount(() => window.removeEventListener("keydown", press));
}
