import type { Attribute } from "@/api/profile";
import { dateOnly } from "@/texts/dates";
import { t, type TextKey } from "@/texts/texts";
import { joined } from "../services/words";

// In the order in which people think of themselves; the catalogue of attributes knows departments instead.
const GROUPS: [TextKey, string, RegExp][] = [
  ["known.own", "pen-line", /^preference\.|^firm\.wantedSupport$/],
  ["known.benefits", "hand-heart", /disability|Allowance/],
  ["known.work", "briefcase", /education|employment|socialCard/],
  ["known.family", "heart", /marital|married|child/],
  ["known.home", "house", /^place\.|^household\.|^person\.(regionCode|address|residence)/],
  ["known.who", "user-round", /^person\./],
  ["known.credit", "badge-check", /^credit\./],
  ["known.matters", "file-check", /^firm\..*On$/],
  ["known.registered", "building-2", /^firm\./],
  ["known.other", "file-text", /./],
];
const SHOWN: TextKey[] = [
  "known.who",
  "known.home",
  "known.family",
  "known.work",
  "known.benefits",
  "known.registered",
  "known.credit",
  "known.matters",
  "known.other",
];
const FOUNDED = "firm.foundedOn";

export interface KnownGroup {
  title: TextKey;
  icon: string;
  attributes: Attribute[];
}

const groupOf = (name: string) =>
  name === FOUNDED ? "known.registered" : GROUPS.find(([, , pattern]) => pattern.test(name))![0];

/** What is known, in plain groups; what the person said stands in a part of its own and is left out here. */
export function inGroups(attributes: Attribute[]): KnownGroup[] {
  return SHOWN.map((title) => ({
    title,
    icon: GROUPS.find(([each]) => each === title)![1],
    attributes: attributes.filter((one) => groupOf(one.name) === title),
  })).filter((one) => one.attributes.length);
}

/** A value as people say it. */
export function valueText({ kind, value, shown }: Pick<Attribute, "kind" | "value" | "shown">): string {
  if (kind !== "date" || value === null) return shown;
  return joined((Array.isArray(value) ? value : [value]).map((day) => dateOnly(String(day))));
}

/** Who says so, and as of when. */
export function sourceText({ source, asOf }: Pick<Attribute, "source" | "asOf">): string {
  const day = dateOnly(asOf);
  return source.kind === "person" ? t("known.fromSelf", { day }) : t("known.from", { source: source.name, day });
}
