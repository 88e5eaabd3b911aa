import type { AuthorityKind } from "@/api/acting";
import { dateOnly } from "@/texts/dates";
import { t } from "@/texts/texts";

interface Right {
  authority: AuthorityKind;
  until: string | null;
  /** How many items it reaches; null for all. */
  items: number | null;
}

/** By what right one acts, how far it reaches and until when, in one line. */
export function rightText({ authority, until, items }: Right): string {
  return [
    t(`acting.${authority}`),
    items === null ? "" : t("acting.someItems", { count: items }),
    until ? t("acting.until", { day: dateOnly(until) }) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
