import type { Action, DeskCase } from "@/api/desk";
import { dayKey } from "@/texts/dates";
import { textOr } from "@/texts/texts";
import { d, type WordKey } from "../words";

/** One thing that an order asks of the officer. */
export interface OrderField {
  name: string;
  kind: "text" | "line" | "date" | "days" | "choice" | "file";
  label: WordKey;
  hint?: WordKey;
  optional?: boolean;
  choices?: (one: DeskCase) => { value: string; title: string }[];
  initial?: (one: DeskCase) => string;
}

const DAY_MS = 86_400_000;
const inDays = (days: number) => () => dayKey(Date.now() + days * DAY_MS);
export const SUPPLEMENT_DAYS = 15;

const NOTE: OrderField = { name: "note", kind: "text", label: "note", hint: "noteHint", optional: true };
const REASON: OrderField = { name: "reason", kind: "text", label: "reason", hint: "reasonHint" };
const INNER: OrderField = { name: "reason", kind: "text", label: "reasonInner" };
const KINDS = ["site-check", "expert-review", "test", "appraisal", "hearing", "quarantine"] as const;
const VOIDS = ["duplicate", "entry-error", "no-longer-needed"] as const;
const DELIVERIES = ["electronic", "post", "collect", "receiving-place"] as const;

const DECISION: OrderField[] = [
  { name: "outcome", kind: "choice", label: "outcome", choices: () => [{ value: "granted", title: d("granted") }, { value: "denied", title: d("denied") }] },
  { name: "reasons", kind: "text", label: "reasons", hint: "reasonsHint" },
];

const resultOf = (one: DeskCase) =>
  one.decision?.outcome === "denied" ? "" : ((one.item.result as { name?: string } | undefined)?.name ?? "");
const deliveries = (one: DeskCase) =>
  DELIVERIES.filter((way) => way !== "receiving-place" || one.receiving).map((value) => ({ value, title: textOr(`delivery.${value}`, value) }));

/** Orders that a few plain fields can say; the others have forms of their own. */
export const FIELDS: Partial<Record<Action, OrderField[]>> = {
  "accept": [NOTE],
  "accept-conditionally": [{ name: "laterBy", kind: "date", label: "laterBy", initial: inDays(SUPPLEMENT_DAYS) }, NOTE],
  "accept-on-commitment": [NOTE],
  "refuse-acceptance": [REASON],
  "take-over": [NOTE],
  "hand-back": [NOTE],
  "begin-review": [NOTE],
  "suspend": [
    { name: "kind", kind: "choice", label: "specialKind", choices: () => KINDS.map((value) => ({ value, title: d(`kind.${value}`) })) },
    { name: "expectedUntil", kind: "date", label: "expectedUntil", initial: inDays(SUPPLEMENT_DAYS) },
    REASON,
  ],
  "resume": [{ name: "finding", kind: "text", label: "finding" }],
  "ask-extension": [{ name: "days", kind: "days", label: "days", initial: () => "5" }, REASON],
  "approve-extension": [NOTE],
  "refuse-extension": [INNER],
  "recall-countersign": [INNER],
  "propose": DECISION,
  "return-proposal": [INNER],
  "take-back-proposal": [NOTE],
  "decide": DECISION,
  "conclude": [
    { name: "name", kind: "line", label: "resultName", initial: resultOf },
    { name: "number", kind: "line", label: "resultNumber", optional: true },
    { name: "fileId", kind: "file", label: "resultUpload", hint: "resultUploadHint", optional: true },
    { name: "delivery", kind: "choice", label: "delivery", choices: deliveries, initial: (one) => (one.receiving ? "receiving-place" : "electronic") },
  ],
  "void": [
    { name: "kind", kind: "choice", label: "voidKind", choices: () => VOIDS.map((value) => ({ value, title: d(`void.${value}`) })) },
    REASON,
  ],
};

/** The words of a complaint, or undefined when the value will do. */
export function wrongWith(field: OrderField, value: string): string | undefined {
  const given = value.trim();
  if (!given) return field.optional ? undefined : d("needed");
  if (field.kind === "date" && given <= dayKey()) return d("dayAhead");
  if (field.kind === "days" && !(/^\d+$/.test(given) && +given >= 1 && +given <= 15)) return d("daysWrong");
  return undefined;
}

/** The value as the order carries it. */
export function sent(field: OrderField, value: string): string | number | null {
  const given = value.trim();
  if (field.kind === "days") return Number(given);
  return (field.kind === "line" || field.kind === "file") && !given ? null : given;
}
