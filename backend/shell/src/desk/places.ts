import { computed } from "vue";
import { glance, isOneOf } from "./officer";
import { d, type WordKey } from "./words";

export interface DeskPage {
  tab: string;
  to: string;
  icon: string;
  title: string;
  count: number;
}

const OFFICERS = ["case-officer"];
const HALL_STAFF = ["case-officer", "community-worker"];
const STUDIO = ["operator", "reviewer", "leader"];
const SENDERS = ["operator", "leader"];
const READERS = ["case-officer", "operator", "reviewer", "leader"];
const KEEPERS = ["operator", "department-developer"];
// As the doors of the server have it; a page that only refuses is not offered.
const PLACES: [tab: string, to: string, icon: string, title: WordKey, roles: string[]][] = [
  ["cases", "/", "inbox", "navCases", OFFICERS],
  ["parts", "/parts", "users", "navParts", OFFICERS],
  ["intake", "/intake", "user-plus", "navIntake", OFFICERS],
  ["window", "/window", "bell-ring", "navWindow", HALL_STAFF],
  ["takenIn", "/taken-in", "send", "navTakenIn", OFFICERS],
  ["drift", "/drift", "scale", "navDrift", READERS],
  ["items", "/items", "list-checks", "navItems", READERS],
  ["scenarios", "/scenarios", "waypoints", "navScenarios", STUDIO],
  ["tags", "/tags", "ticket", "navTags", STUDIO],
  ["audiences", "/audiences", "users", "navAudiences", SENDERS],
  ["evaluation", "/evaluation", "eye", "navEvaluation", STUDIO],
  ["letters", "/letters", "mail", "navLetters", OFFICERS],
  ["notices", "/notices", "landmark", "navNotices", OFFICERS],
  ["consultations", "/consultations", "pen-line", "navConsultations", OFFICERS],
  ["outside", "/outside", "waypoints", "navOutside", KEEPERS],
];

/** Where this officer can go; `g` and the number of the line leads there. */
export const pages = computed<DeskPage[]>(() =>
  PLACES.filter(([, , , , roles]) => isOneOf(...roles)).map(([tab, to, icon, title]) => ({
    tab,
    to,
    icon,
    title: d(title),
    count: tab === "parts" ? (glance.value?.parts ?? 0) : tab === "cases" ? (glance.value?.states.submitted ?? 0) : 0,
  })),
);
