import type { Params, Screen } from "@/catalog/screen";
import type { Fact } from "./home";
import { ask } from "./http";

export interface Receipt {
  number: string;
  title: string;
  facts: Fact[];
  messageId: string | null;
}

export interface FieldTrouble {
  field: string;
  zh: string;
  en?: string;
}

export interface ActionAnswer {
  outcome: "done" | "invalid" | "screen";
  errors?: FieldTrouble[];
  screen: Screen | null;
  receipt: Receipt | null;
  /** For the screen that the person sees next; null when there is none. */
  gesture?: string | null;
}

/** A screen, and what lets the person act on it once. */
export interface DrawnScreen {
  screen: Screen;
  gesture: string | null;
}

/** Where a launch leads; the names are the registered ones. */
export interface Launched {
  intent: string;
  app: string;
  screen: string;
  name: string;
  departmentName: string;
}

/** What the department asks to know; texts come from the registered mini-app, never from its screens. */
export interface ConsentRequest {
  recipient: string;
  recipientName: string;
  purpose: string;
  purposeText: { zh: string; en?: string };
  fields: { name: string; label: string }[];
  legalBasis: string;
  textVersion: string;
  termDays: number;
}

export const CONSENT_NEEDED = "host.consent-needed";
/** The screen was used already, or is too old: it has to be drawn anew before the person can act. */
export const GESTURE_REFUSED = "host.gesture-";
/** What a launch answered was used already, or is too old: the screen opens as for everybody. */
export const INTENT_REFUSED = "host.intent-";

const at = (app: string, kind: string, name: string) =>
  `/mini-apps/${encodeURIComponent(app)}/${kind}/${encodeURIComponent(name)}`;

export interface Opening {
  input?: Params;
  /** What a launch answered; it opens one screen once. */
  intent?: string;
}

export async function openScreen(app: string, screen: string, { input = {}, intent }: Opening = {}) {
  const body = intent ? { input, intent } : { input };
  const drawn = await ask<DrawnScreen | Screen>({ method: "POST", path: at(app, "screens", screen), body });
  return "screen" in drawn ? drawn : { screen: drawn, gesture: null };
}

export interface Sending {
  data: object;
  gesture: string | null;
  key?: string;
}

export const perform = (app: string, action: string, { data, gesture, key }: Sending) =>
  ask<ActionAnswer>({
    method: "POST",
    path: at(app, "actions", action),
    body: gesture ? { data, gesture } : { data },
    key,
  });

export const launch = (from: string, body: { gesture: string | null; app: string; intent: string; params: Params }) =>
  ask<Launched>({ method: "POST", path: `/mini-apps/${encodeURIComponent(from)}/launches`, body });

export const giveConsent = ({ recipient, purpose, fields, textVersion }: ConsentRequest) =>
  ask<void>({
    method: "POST",
    path: "/me/consents",
    body: { recipient, purpose, fields: fields.map((field) => field.name), textVersion },
  });
