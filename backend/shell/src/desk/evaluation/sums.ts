import type { Figure } from "@/api/ranking";
import type { Series } from "@/components/LineChart.vue";

/** Sums and intervals of what came of the home; plain arithmetic, so that the page only draws. */

const Z = 1.96;

/** Wilson's 95 % interval of a share, in percent; nothing of nothing. */
export function interval(hits: number, all: number): [low: number, high: number] | null {
  if (!all) return null;
  const share = hits / all;
  const middle = share + (Z * Z) / (2 * all);
  const spread = Z * Math.sqrt((share * (1 - share)) / all + (Z * Z) / (4 * all * all));
  const whole = 1 + (Z * Z) / all;
  return [(100 * (middle - spread)) / whole, (100 * (middle + spread)) / whole];
}

export const daysOf = (figures: Figure[]): string[] => [...new Set(figures.map((one) => one.day))].sort();
export const armsOf = (figures: Figure[]): string[] => [...new Set(figures.map((one) => one.arm))].sort();

/** One line for each arm, a value for each day. */
export function lines(figures: Figure[], name: (arm: string) => string, value: (one: Figure) => number): Series[] {
  const days = daysOf(figures);
  return armsOf(figures).map((arm) => {
    const by = new Map(figures.filter((one) => one.arm === arm).map((one) => [one.day, one]));
    return { name: name(arm), values: days.map((day) => (by.has(day) ? value(by.get(day)!) : null)) };
  });
}

/** The share of cards that were opened, with its interval. */
export function rates(figures: Figure[], name: (arm: string) => string): Series[] {
  const days = daysOf(figures);
  return armsOf(figures).map((arm) => {
    const of = days.map((day) => figures.find((one) => one.arm === arm && one.day === day));
    const bounds = of.map((one) => (one ? interval(one.opened, one.shown) : null));
    return {
      name: name(arm),
      values: of.map((one) => (one && one.shown ? (100 * one.opened) / one.shown : null)),
      low: bounds.map((one) => one?.[0] ?? null),
      high: bounds.map((one) => one?.[1] ?? null),
    };
  });
}

export interface Total {
  arm: string;
  people: number;
  shown: number;
  opened: number;
  started: number;
  unwanted: number;
  bounds: [number, number] | null;
}

export function totals(figures: Figure[]): Total[] {
  return armsOf(figures).map((arm) => {
    const own = figures.filter((one) => one.arm === arm);
    const sum = (of: (one: Figure) => number) => own.reduce((all, one) => all + of(one), 0);
    const [shown, opened] = [sum((one) => one.shown), sum((one) => one.opened)];
    return { arm, people: sum((one) => one.people), shown, opened, started: sum((one) => one.started), unwanted: sum((one) => one.unwanted), bounds: interval(opened, shown) };
  });
}
