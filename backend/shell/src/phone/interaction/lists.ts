import type { Consultation, LetterSummary, MigrationState, Notice, Stage } from "@/api/interaction";
import { signedIn } from "@/api/session";
import type { Badge } from "@/catalog/screen";
import { t } from "@/texts/texts";
import { placeNow } from "../services/usePlace";

/** The chosen place; whoever is not signed in reads what holds everywhere in the province. */
export const regionNow = async (): Promise<string | undefined> =>
  signedIn.value ? (await placeNow()).code : undefined;

export function effectBadge(one: Pick<Notice, "effect">): Badge | undefined {
  if (one.effect === "none") return undefined;
  return { text: t(`notice.effect.${one.effect}`), tone: one.effect === "in-force" ? "success" : "warning" };
}

const STAGES: Record<Stage, Badge["tone"]> = {
  draft: "info",
  coming: "info",
  open: "success",
  ended: "info",
  overdue: "danger",
  answered: "success",
};
export const stageBadge = (one: Pick<Consultation, "stage">): Badge => ({
  text: t(`consult.stage.${one.stage}`),
  tone: STAGES[one.stage],
});

export function letterBadge(one: Pick<LetterSummary, "state" | "overdue">): Badge {
  if (one.overdue) return { text: t("letter.overdue"), tone: "danger" };
  const tone = one.state === "answered" || one.state === "closed" ? "success" : one.state === "refused" ? "warning" : "info";
  // That an answer is being checked is the office's own business.
  return { text: t(`letter.state.${one.state === "proposed" ? "assigned" : one.state}`), tone };
}

const MIGRATION: Record<MigrationState, Badge["tone"]> = {
  registered: "info",
  planned: "info",
  migrating: "info",
  merged: "success",
  retired: "warning",
  exempt: "info",
};
export const migrationBadge = (one: { state: MigrationState }): Badge => ({
  text: t(`outside.state.${one.state}`),
  tone: MIGRATION[one.state],
});

/** Plain paragraphs: one per line, empty ones left out. */
export const paragraphs = (text: string): string[] => text.split("\n").filter((line) => line.trim());
