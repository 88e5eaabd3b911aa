import { nextTick } from "vue";

/** Mobile numbers of mainland China; the server has the last word. */
export const PHONE = /^1[3-9]\d{9}$/;

/** Bring the person to the first field that needs a correction. */
export async function firstInvalid(): Promise<void> {
  await nextTick();
  document.querySelector<HTMLElement>("[aria-invalid]")?.focus();
}
