import type { StageGuide, StageThing, ThingState } from "@/api/firm";
import { dateOnly } from "@/texts/dates";
import { t } from "@/texts/texts";

/** How far the firm is, as a shape; the words say the same. */
export const ICONS: Record<ThingState, string> = { open: "file-text", "under-way": "hourglass", done: "circle-check" };

const STAGES: Record<string, string> = {
  found: "store",
  operate: "badge-check",
  change: "refresh-cw",
  staff: "users",
  support: "hand-coins",
  end: "log-out",
};

/** A drawing for a part of a firm's life; one we never heard of shows steps. */
export const stageIcon = (code: string): string => STAGES[code] ?? "list-checks";

export function thingText(one: StageThing): string {
  if (one.state === "under-way") return t("firm.underWay");
  if (one.state === "open") return one.text;
  const since = one.since ? dateOnly(one.since) : "";
  return [t("firm.done"), since, one.source ?? ""].filter(Boolean).join(" · ");
}

/** Where a tap leads: to the case while one is under way, else to the guide of the item. */
export const thingPath = (one: StageThing): string =>
  one.state === "under-way" && one.caseId ? `/cases/${one.caseId}` : one.to;

export function guideText(one: StageGuide): string {
  if (one.state === "open") return t("firm.guideOpen", { count: one.left });
  if (one.state === "done") return t("firm.done");
  const due = one.dueOn ? t("home.due", { day: dateOnly(one.dueOn) }) : "";
  return [t("firm.guideOn", { done: one.done, left: one.left }), due].filter(Boolean).join(" · ");
}
