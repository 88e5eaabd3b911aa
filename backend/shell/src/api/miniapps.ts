import type { Screen } from "@/catalog/screen";
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

const at = (app: string, kind: string, name: string) =>
  `/mini-apps/${encodeURIComponent(app)}/${kind}/${encodeURIComponent(name)}`;

export const openScreen = (app: string, screen: string) =>
  ask<Screen>({ method: "POST", path: at(app, "screens", screen), body: { input: {} } });

export const perform = (app: string, action: string, data: object, key?: string) =>
  ask<ActionAnswer>({ method: "POST", path: at(app, "actions", action), body: { data }, key });

export const giveConsent = ({ recipient, purpose, fields, textVersion }: ConsentRequest) =>
  ask<void>({
    method: "POST",
    path: "/me/consents",
    body: { recipient, purpose, fields: fields.map((field) => field.name), textVersion },
  });
