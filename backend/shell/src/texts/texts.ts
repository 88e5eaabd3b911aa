import { computed } from "vue";
import { settings, type Language } from "@/settings";
import { en } from "./en";
import { zh } from "./zh";

/** Every sentence of the shell has one key; the compiler refuses a key that one language lacks. */
export type TextKey = keyof typeof zh;
export type Texts = Record<TextKey, string>;

const TEXTS: Record<Language, Texts> = { zh, en };
const current = computed(() => TEXTS[settings.language]);

/** The sentence in the chosen language, with `{name}` replaced from `values`. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return current.value[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A text for a code of the server, or `otherwise` when this shell is older than the code. */
export function textOr(key: string, otherwise: string): string {
  return (current.value as Record<string, string>)[key] ?? otherwise;
}

/** Of a text that came in both languages, the one to show. */
export function inLanguage(text: { zh: string; en?: string }): string {
  return (settings.language === "en" && text.en) || text.zh;
}
