import type { BundlePart, Case, CaseLine, CaseState, Clock } from "@/api/cases";
import type { Badge } from "@/catalog/screen";
import type { Part } from "./BundleParts.vue";
import { inLanguage, t, textOr } from "@/texts/texts";
import { dateOnly } from "@/texts/dates";

const TONES: Partial<Record<CaseState, Badge["tone"]>> = {
  "supplement-requested": "warning",
  "not-accepted": "danger",
  denied: "danger",
  granted: "success",
  concluded: "success",
};
const ENDED: CaseState[] = ["not-accepted", "denied", "concluded", "withdrawn", "void"];

/** The state of a case as a word with a shape. */
export function stateBadge(one: Pick<CaseLine, "state" | "stateWords">): Badge {
  return { text: inLanguage(one.stateWords), tone: TONES[one.state] ?? "info" };
}

export function hasEnded(state: CaseState): boolean {
  return ENDED.includes(state);
}

const DAYS = /^(\d+) (working-days|days)$/;

/** How much of a clock is left, 0 to 1; a clock that is not in days shows as full until it is over. */
export function partLeft(clock: Clock): number {
  const whole = Number(DAYS.exec(clock.limit)?.[1] ?? 0);
  if (clock.overdue) return 1;
  return whole ? clock.remainingDays / whole : 1;
}

export function limitWords(limit: string): string {
  const [amount = "", unit = ""] = limit.split(" ");
  return textOr(`limit.${unit}`, limit).replace("{amount}", amount);
}

/** A clock in a sentence: how many working days are left, and until which day. */
export function clockWords(clock: Clock): { value: string; title: string; text: string } {
  const days = Math.abs(clock.remainingDays);
  const due = clock.dueOn
    ? t(clock.provisional ? "clock.dueProvisional" : "clock.due", {
        day: dateOnly(clock.dueOn),
        limit: limitWords(clock.limit),
      })
    : "";
  if (clock.paused) return { value: "", title: t("clock.paused"), text: t("clock.pausedText") };
  if (clock.overdue) return { value: String(days), title: t("clock.overdue", { days }), text: due };
  if (!days) return { value: "0", title: t("clock.today"), text: due };
  return { value: String(days), title: t("clock.left", { days }), text: due };
}

/** The clock that matters to the person now: their own while they have to supplement, else the promised one. */
export function clockOf(one: Case): Clock | null {
  if (one.state === "supplement-requested" || !one.promised) return one.stage ?? one.statutory;
  return one.promised;
}

/** What is due on a part's day, where it is not the result: beside the day of the whole it would look like a contradiction. */
const DUE: Record<string, "clock.answerBy" | "clock.completeBy"> = { "submitted": "clock.answerBy", "supplement-requested": "clock.completeBy" };

/** A part of a bundle's case, with how far it has come; `whole` is the day of the whole bundle. */
export function partOf(part: BundlePart, whole: string | null): Part {
  const failed = ["denied", "not-accepted", "withdrawn", "void", "not-started"].includes(part.state);
  const done = part.state === "granted";
  const waiting = part.state === "waiting";
  // The day by which an office must answer can lie behind the day that was promised for all; only the promise is said then.
  const shown = !failed && !done && !(part.caseState === "submitted" && whole && part.dueOn && part.dueOn > whole);
  return {
    key: part.basicCode,
    name: part.name,
    group: part.group,
    to: part.caseId ? `/cases/${part.caseId}` : undefined,
    text:
      [part.department, shown && part.dueOn ? t(DUE[part.caseState ?? ""] ?? "clock.by", { day: dateOnly(part.dueOn) }) : ""].filter(Boolean).join("\n") || undefined,
    mark: {
      icon: failed ? "circle-x" : done ? "circle-check" : waiting ? "circle" : "circle-dot",
      words: textOr(
        `state.${part.state === "running" && part.caseState ? part.caseState : part.state}`,
        t("state.running"),
      ),
      tone: failed ? "danger" : done ? "success" : waiting ? "soft" : "act",
    },
  };
}
