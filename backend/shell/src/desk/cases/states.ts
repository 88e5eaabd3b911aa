import { computed, type ComputedRef, shallowRef } from "vue";
import { ask } from "@/api/http";
import type { Bilingual } from "@/api/applications";
import { inLanguage } from "@/texts/texts";

/** The states as the transition table words them for officers; asked once, the words of the phone stand in meanwhile. */
const told = shallowRef<{ state: string; words: Bilingual }[]>([]);
let asked = false;

export function stateTitles(): ComputedRef<Record<string, string>> {
  if (!asked) {
    asked = true;
    ask<{ states: { state: string; words: Bilingual }[] }>({ method: "GET", path: "/case-states", open: true })
      .then((table) => (told.value = table.states))
      .catch(() => (asked = false));
  }
  return computed(() => Object.fromEntries(told.value.map((one) => [one.state, inLanguage(one.words)])));
}
