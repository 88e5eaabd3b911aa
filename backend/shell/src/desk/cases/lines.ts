import type { CaseLine, CaseState, Light } from "@/api/cases";
import { hasEnded } from "@/phone/services/standing";
import { d } from "../words";

/** States in which somebody of the deciding place has something to do, in the order of the way. */
export const LIVE: CaseState[] = [
  "submitted",
  "supplement-requested",
  "accepted",
  "in-review",
  "suspended",
  "countersigning",
  "proposed",
  "granted",
  "denied",
];
export const ENDED: CaseState[] = ["not-accepted", "concluded", "withdrawn", "void"];

/** The light as shown: a clock that stands still and a case that has ended have none. */
export function lightOf(one: Pick<CaseLine, "state" | "light" | "dueOn">): Light | "paused" | "done" {
  if (hasEnded(one.state)) return "done";
  return one.dueOn === null && one.state === "suspended" ? "paused" : one.light;
}

/** "3 个工作日", "今天到期", "超 2 个工作日"; empty while the clock stands still. Who is late over a weekend is late all the same. */
export function leftWords(one: Pick<CaseLine, "state" | "light" | "remainingDays">): string {
  const days = one.remainingDays;
  if (days === null || hasEnded(one.state)) return "";
  if (days === 0) return d(one.light === "red" ? "redWords" : "leftToday");
  return days > 0 ? d("leftDays", { days }) : d("leftOver", { days: -days });
}
