/** The condition language of profiles, as it lies in JSON. */

export type Scalar = string | number | boolean;

export type Comparison =
  | { test: "is"; attribute: string; value: Scalar }
  | { test: "in"; attribute: string; values: Scalar[] }
  | { test: "atLeast" | "atMost"; attribute: string; number: number }
  | { test: "before" | "after"; attribute: string; day: string }
  | { test: "age"; attribute: string; atLeast?: number | null; atMost?: number | null; unit?: "years" | "months" }
  | { test: "withinDays"; attribute: string; past?: number; ahead?: number }
  | { test: "regionWithin"; attribute: string; codes: string[]; butNot?: string[] }
  | { test: "present" | "absent"; attribute: string };

export type Joined = { test: "allOf" | "anyOf"; of: Condition[] };
export type Negated = { test: "not"; of: Condition };
export type Condition = Joined | Negated | Comparison;

export const isJoined = (one: Condition): one is Joined => one.test === "allOf" || one.test === "anyOf";
export const isNegated = (one: Condition): one is Negated => one.test === "not";
