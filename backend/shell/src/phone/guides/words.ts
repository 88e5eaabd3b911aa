import type { GuideLine, GuideStep, StepState, Why } from "@/api/scenarios";
import { dateOnly, dayKey } from "@/texts/dates";
import { inLanguage, t, type TextKey, textOr } from "@/texts/texts";

const DAY_MS = 24 * 3600 * 1000;

/** How a step stands, in a word with a drawing; the tone only repeats both. */
export const MARKS: Record<StepState, { icon: string; tone: "success" | "act" | "soft" | "warning" }> = {
  "done": { icon: "circle-check", tone: "success" },
  "in-progress": { icon: "hourglass", tone: "act" },
  "missing": { icon: "circle-dot", tone: "act" },
  "blocked": { icon: "circle-pause", tone: "soft" },
  "unknown": { icon: "circle-question-mark", tone: "soft" },
  "not-applicable": { icon: "circle-x", tone: "soft" },
};

/** Calendar days from today in Gansu until that day; below zero it is over. */
export function daysUntil(day: string): number {
  return Math.round((Date.parse(day) - Date.parse(dayKey())) / DAY_MS);
}

/** Until when, in a sentence: what the law sets as a deadline, the rest as advice. */
export function dueText({ due, term }: Pick<GuideStep, "due" | "term">): { text: string; late: boolean } | null {
  if (due) {
    const day = dateOnly(due.day);
    const days = daysUntil(due.day);
    if (!due.legal) return { text: t(days < 0 ? "step.advisedLate" : "step.advised", { day }), late: false };
    if (due.overdue) return { text: t("step.overdue", { day }), late: true };
    return days ? { text: t("step.due", { day, days }), late: false } : { text: t("step.dueToday"), late: true };
  }
  if (!term) return null;
  const limit = textOr(`limit.${term.unit}`, "").replace("{amount}", String(term.amount));
  return { text: t(term.legal ? "step.term" : "step.termAdvised", { limit }), late: false };
}

/** What a guide on somebody's list rests on. */
export function whyText(why: Why, day: string): string {
  const asOf = dateOnly(why.asOf);
  if (why.told === "said") return t("wizard.whySaid", { day: dateOnly(day) });
  const title = why.title ? inLanguage(why.title) : why.source;
  const key = why.told === "case" ? "wizard.whyCase" : "wizard.whyAttribute";
  return t(key, { source: why.source, title, asOf, day: dateOnly(day) });
}

const ICONS: [RegExp, string][] = [
  [/^(new-child|expecting|kindergarten)$/, "baby"],
  [/school|university|graduated/, "graduation-cap"],
  [/id-card|lost-papers/, "id-card"],
  [/married/, "heart"],
  [/divorced/, "scale"],
  [/job|injury|staff/, "briefcase"],
  [/own-business|shop|restaurant/, "store"],
  [/retiring|turning-80/, "hand-heart"],
  [/died/, "flower-2"],
  [/disabled/, "accessibility"],
  [/home|renting|moved/, "house"],
  [/car$|transport/, "car"],
  [/ill$/, "heart-pulse"],
  [/veteran/, "badge-check"],
  [/hard-times/, "hand-coins"],
  [/abroad/, "plane"],
  [/farming/, "sprout"],
  [/project/, "hammer"],
  [/credit/, "badge-check"],
  [/growth/, "gem"],
  [/firm/, "building-2"],
];

/** A drawing for a guide; one that we never heard of shows steps. */
export function guideIcon(code: string): string {
  return ICONS.find(([pattern]) => pattern.test(code))?.[1] ?? "list-checks";
}

// In the order of a life, and of a firm's.
const GROUPS: [TextKey, string[]][] = [
  ["group.family", ["new-child", "expecting", "getting-married", "divorced"]],
  ["group.school", ["kindergarten", "school-start", "school-change", "university", "graduated", "first-id-card"]],
  ["group.work", ["new-job", "lost-job", "own-business", "work-injury", "farming", "veteran"]],
  ["group.living", ["moved", "buying-home", "renting", "buying-car", "going-abroad"]],
  ["group.age", ["retiring", "turning-80", "relative-died"]],
  ["group.hardship", ["seriously-ill", "disabled", "hard-times", "lost-papers"]],
  ["group.start", ["firm-first-month", "firm-restaurant", "firm-shop", "firm-transport"]],
  [
    "group.running",
    [
      "firm-first-staff",
      "firm-fewer-staff",
      "firm-change",
      "firm-annual-report",
      "firm-growth",
      "firm-project",
      "firm-credit",
    ],
  ],
  ["group.end", ["firm-closing"]],
];

/** Guides as people look for them; those we never heard of come last. */
export function inGroups(lines: GuideLine[]): { title: TextKey; lines: GuideLine[] }[] {
  const known = new Set(GROUPS.flatMap(([, codes]) => codes));
  const groups = GROUPS.map(([title, codes]) => ({
    title,
    lines: codes.flatMap((code) => lines.filter((one) => one.code === code)),
  }));
  const rest = lines.filter((one) => !known.has(one.code));
  return [...groups, { title: "group.other" as const, lines: rest }].filter((one) => one.lines.length);
}
