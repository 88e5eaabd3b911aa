import { type Action, type DeskCase, isAction } from "@/api/desk";

/** What leads the case on comes first; what is rarer, or leads it out, stands apart. The server says what is possible. */
const ON: Action[] = [
  "take-over",
  "accept",
  "accept-conditionally",
  "accept-on-commitment",
  "request-supplement",
  "refuse-acceptance",
  "take-paper",
  "begin-review",
  "approve-extension",
  "refuse-extension",
  "resume",
  "approve",
  "return-proposal",
  "decide",
  "propose",
  "conclude",
  "hand-back",
];
const ASIDE: Action[] = ["correct", "countersign", "recall-countersign", "suspend", "ask-extension", "take-back-proposal", "void"];
/** Of these one is the way on; it stands out when it can be taken. */
const FIRST: Action[] = [
  "take-over",
  "accept",
  "accept-conditionally",
  "begin-review",
  "resume",
  "countersign",
  "suspend",
  "approve",
  "decide",
  "propose",
  "conclude",
  "hand-back",
];
const DECIDING = ["decide", "propose", "approve"];

/** Before a decision the item may want other departments or experts heard; until then these are the way on. */
function wanted(one: Pick<DeskCase, "actions" | "item">): Action[] {
  const rules = (one.item.rules ?? {}) as { countersign?: string[]; expert?: boolean };
  if (one.actions.some((action) => DECIDING.includes(action)) || one.actions.includes("begin-review")) return [];
  return [...(rules.countersign?.length ? ["countersign" as const] : []), ...(rules.expert ? ["suspend" as const] : [])];
}

/** The orders that this officer may give now, in the order of the buttons. */
export function ordersFor(one: Pick<DeskCase, "actions" | "item">): { on: Action[]; aside: Action[]; first: Action | undefined } {
  const may = new Set(one.actions.filter(isAction));
  const next = wanted(one);
  const on = [...next, ...ON].filter((action) => may.has(action));
  const aside = ASIDE.filter((action) => may.has(action) && !next.includes(action));
  return { on, aside, first: FIRST.find((action) => on.includes(action)) };
}
