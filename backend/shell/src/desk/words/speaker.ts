import { settings } from "@/settings";

export type Words = Record<string, readonly [zh: string, en: string]>;

/** The words of one part of the desk, in the chosen language; parts that are opened later bring their own. */
export function speaker<Group extends Words>(words: Group) {
  return (key: keyof Group & string, values: Record<string, string | number> = {}): string => {
    const [zh, en] = words[key]!;
    return (settings.language === "en" ? en : zh).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}
