import { settings } from "@/settings";
import { CASES } from "./cases";
import { COMMON } from "./frame";
import { COUNTER } from "./counter";
import { INTERACTION } from "./interaction";
import { ORDERS } from "./orders";

/** What the desk says to officers; residents' texts are in `src/texts`, and shared ones come from there. */
const WORDS = { ...COMMON, ...CASES, ...ORDERS, ...COUNTER, ...INTERACTION };
type Keys<Group> = keyof Group;
// One key, one meaning: a key that two files have would silently take the later file's words.
type Twice =
  | (Keys<typeof COMMON> & (Keys<typeof CASES> | Keys<typeof ORDERS> | Keys<typeof COUNTER>))
  | (Keys<typeof CASES> & (Keys<typeof ORDERS> | Keys<typeof COUNTER>))
  | (Keys<typeof ORDERS> & Keys<typeof COUNTER>)
  | (Keys<typeof INTERACTION> & (Keys<typeof COMMON> | Keys<typeof CASES> | Keys<typeof ORDERS> | Keys<typeof COUNTER>));
null as never as Twice satisfies never;
export type WordKey = keyof typeof WORDS;

/** The words in the chosen language, with `{name}` replaced from `values`. */
export function d(key: WordKey, values: Record<string, string | number> = {}): string {
  const [zh, en] = WORDS[key];
  return (settings.language === "en" ? en : zh).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Words for a code of the server, or `otherwise` when this desk is older than the code. */
export function dOr(key: string, otherwise: string): string {
  return key in WORDS ? d(key as WordKey) : otherwise;
}
