import { computed } from "vue";
import { glance, isCaseOfficer, keepsCatalogue } from "./officer";
import { d, type WordKey } from "./words";

export interface DeskPage {
  tab: string;
  to: string;
  icon: string;
  title: string;
  count: number;
}

const OF_CASES: [tab: string, to: string, icon: string, title: WordKey][] = [
  ["cases", "/", "inbox", "navCases"],
  ["parts", "/parts", "users", "navParts"],
  ["intake", "/intake", "user-plus", "navIntake"],
  ["window", "/window", "bell-ring", "navWindow"],
  ["takenIn", "/taken-in", "send", "navTakenIn"],
];
const OF_CATALOGUE: typeof OF_CASES = [
  ["drift", "/drift", "scale", "navDrift"],
  ["items", "/items", "list-checks", "navItems"],
];

/** Where this officer can go; `g` and the number of the line leads there. */
export const pages = computed<DeskPage[]>(() =>
  [...(isCaseOfficer.value ? OF_CASES : []), ...(keepsCatalogue.value ? OF_CATALOGUE : [])].map(([tab, to, icon, title]) => ({
    tab,
    to,
    icon,
    title: d(title),
    count: tab === "parts" ? (glance.value?.parts ?? 0) : tab === "cases" ? (glance.value?.states.submitted ?? 0) : 0,
  })),
);
