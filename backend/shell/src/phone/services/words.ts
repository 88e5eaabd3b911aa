import { yuanText } from "@/catalog/amounts";
import type { Evidence, Fee, Item, Limit, Material } from "@/api/items";
import { settings } from "@/settings";
import { t, type TextKey, textOr } from "@/texts/texts";

/** "3 个工作日"; nothing left to wait for is "当场". */
export function limitText(limit: Limit): string {
  if (!limit.amount) return t("limit.atOnce");
  return t(`limit.${limit.unit}`, { amount: limit.amount });
}

/** Things one after the other, as the language joins them. */
export function joined(parts: string[]): string {
  return parts.join(settings.language === "en" ? ", " : "、");
}

/** What it costs altogether, as far as the amounts are fixed. */
export function feesText(fees: Fee[]): string {
  if (!fees.length) return t("guide.free");
  if (fees.some((fee) => fee.amountFen === null)) return t("guide.byStandard");
  const fen = fees.reduce((sum, fee) => sum + (fee.amountFen ?? 0), 0);
  return fen ? `${yuanText(fen)} ${t("form.yuan")}` : t("guide.free");
}

export function visitsText(item: Pick<Item, "visits">): string {
  return item.visits ? t("guide.visits", { count: item.visits }) : t("guide.noVisit");
}

export type MaterialMark = "government" | "licence" | "later" | "optional" | "bring";

/** Who has to see to a paper: mostly it is not the person. */
export function markOf(material: Pick<Material, "source" | "licenceType" | "necessity">): MaterialMark {
  if (material.source === "government") return "government";
  if (material.licenceType) return "licence";
  if (material.necessity === "later") return "later";
  return material.necessity === "optional" ? "optional" : "bring";
}

/** How many, of what kind and how: "原件 1 份，纸质或电子都可以". */
export function copiesText(material: Pick<Material, "kind" | "copies" | "form">): string {
  const kind = textOr(`material.kind.${material.kind}`, "");
  const form = textOr(`material.form.${material.form}`, "");
  return t("material.copies", { kind, count: material.copies, form });
}

export function evidenceText(evidence: Evidence): string {
  return textOr(`evidence.${evidence}`, evidence);
}

/** The kinds of applicant that an item is for, told apart as people do: oneself, or a firm or other body. */
export function audienceText(audiences: string[]): string {
  const both: [boolean, TextKey][] = [
    [audiences.includes("1"), "audience.person"],
    [audiences.some((code) => code !== "1"), "audience.firm"],
  ];
  return joined(both.filter(([is]) => is).map(([, key]) => t(key)));
}

const BUNDLE_ICONS: [RegExp, string][] = [
  [/newborn|birth/, "baby"],
  [/school|educat/, "graduation-cap"],
  [/employ|job|recruit/, "briefcase"],
  [/marri|wedding/, "heart"],
  [/firm|company|business|enterprise|restaurant|shop/, "store"],
  [/retire|pension/, "hand-heart"],
  [/disab/, "accessibility"],
  [/death|after-life|funeral/, "flower-2"],
  [/social-card|card/, "id-card"],
  [/credit/, "badge-check"],
  [/utilit|water|house|property|housing/, "house"],
  [/transport|vehicle/, "bus"],
];

// In the order of a life, and what most people come for first; the catalogue lists them by code.
const ORDER = [
  "newborn",
  "school-entry",
  "employment",
  "marriage",
  "firm-set-up",
  "retirement",
  "flexible-employment",
  "restaurant",
  "disability",
  "veteran-return",
  "credit-repair",
  "after-death",
];

/** Bundles as people look for them; those we never heard of come last. */
export function inOrderOfLife<Line extends { code: string }>(bundles: Line[]): Line[] {
  const place = ({ code }: Line) => (ORDER.indexOf(code) + ORDER.length + 1) % (ORDER.length + 1);
  return [...bundles].sort((one, other) => place(one) - place(other));
}

/** A drawing for a bundle; a bundle we never heard of shows its parts. */
export function bundleIcon(code: string): string {
  return BUNDLE_ICONS.find(([pattern]) => pattern.test(code))?.[1] ?? "waypoints";
}
