import { reactive, watchEffect } from "vue";
import { recallJson, remember } from "./storage";

/** `elder` and `largest` are the same pages with larger text and targets: no second app, nothing left out. */
export const VIEWS = ["standard", "elder", "largest"] as const;
export const LANGUAGES = ["zh", "en"] as const;
export type View = (typeof VIEWS)[number];
export type Language = (typeof LANGUAGES)[number];

const KEY = "kuaiban.settings";

function stored(): { view: View; language: Language } {
  const kept = (recallJson(KEY) ?? {}) as { view?: View; language?: Language };
  return {
    view: VIEWS.find((view) => view === kept.view) ?? "standard",
    language: LANGUAGES.find((language) => language === kept.language) ?? "zh",
  };
}

/** Chosen once, kept on this device, known before anybody signs in. */
export const settings = reactive(stored());

/** Show the settings on the page and keep them; call once per entry. */
export function applySettings(): void {
  watchEffect(() => {
    document.documentElement.dataset.view = settings.view;
    document.documentElement.lang = settings.language === "en" ? "en" : "zh-CN";
    remember(KEY, JSON.stringify(settings));
  });
}

export function switchElderView(): void {
  settings.view = settings.view === "standard" ? "elder" : "standard";
}

export function switchLanguage(): void {
  settings.language = settings.language === "zh" ? "en" : "zh";
}
