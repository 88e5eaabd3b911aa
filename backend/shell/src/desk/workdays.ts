import { shallowReactive } from "vue";
import { calendarYear } from "@/api/calendar";
import { dayKey } from "@/texts/dates";

/** Working days between two days, by the calendar of the State Council; unknown until the years have come. */
const years = shallowReactive(new Map<number, Map<string, boolean>>());
const asked = new Set<number>();
const DAY_MS = 86_400_000;
const FAR_DAYS = 400;

/** Fetch a year once; without it nothing is counted, because a wrong count is worse than none. */
function need(year: number): Map<string, boolean> | undefined {
  if (!asked.has(year)) {
    asked.add(year);
    calendarYear(year)
      .then(({ days }) => years.set(year, new Map(days.map((one) => [one.day, one.kind === "workday"]))))
      .catch(() => asked.delete(year));
  }
  return years.get(year);
}

function isWorking(key: string): boolean | undefined {
  const known = need(Number(key.slice(0, 4)));
  if (!known) return undefined;
  const weekday = new Date(`${key}T00:00:00Z`).getUTCDay();
  return known.get(key) ?? (weekday !== 0 && weekday !== 6);
}

/** How many working days are left until this day, itself counted; below zero: overdue by so many. */
export function daysLeft(due: string, today = dayKey()): number | undefined {
  const late = due < today;
  const [from, to] = late ? [due, today] : [today, due];
  let days = 0;
  let at = Date.parse(`${from}T00:00:00Z`);
  const end = Date.parse(`${to}T00:00:00Z`);
  if (Number.isNaN(at) || Number.isNaN(end) || end - at > FAR_DAYS * DAY_MS) return undefined;
  while (at < end) {
    at += DAY_MS;
    const working = isWorking(new Date(at).toISOString().slice(0, 10));
    if (working === undefined) return undefined;
    if (working) days += 1;
  }
  return late ? -days : days;
}
