import { shallowReactive } from "vue";
import { region } from "@/api/regions";

/** Names of places by code, asked once each; until a name has come, the code stands in its place. */
const names = shallowReactive(new Map<string, string>());
const asked = new Set<string>();

export function placeName(code: string): string {
  if (!asked.has(code)) {
    asked.add(code);
    region(code)
      .then((one) => names.set(code, one.fullName.replace(/^甘肃省(?=.)/, "")))
      .catch(() => asked.delete(code));
  }
  return names.get(code) ?? code;
}
