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
const FIRST: Action[] = ["take-over", "accept", "accept-conditionally", "begin-review", "resume", "approve", "decide", "propose", "conclude", "hand-back"];

/** The orders that this officer may give now, in the order of the buttons. */
export function ordersFor(one: Pick<DeskCase, "actions">): { on: Action[]; aside: Action[]; first: Action | undefined } {
  const may = new Set(one.actions.filter(isAction));
  const on = ON.filter((action) => may.has(action));
  return { on, aside: ASIDE.filter((action) => may.has(action)), first: FIRST.find((action) => may.has(action)) };
}
