import type { Bilingual, Subject } from "./applications";
import { ask } from "./http";
import type { Page } from "./identity";

export type SourceKind = "register" | "licence" | "case" | "derived" | "person";
export const PURPOSES = ["personalisation", "children", "benefits", "household"] as const;
export type Purpose = (typeof PURPOSES)[number];
export type Said = string | number | boolean;
export type Value = Said | Said[] | null;
export type ValueKind = "text" | "date" | "whole" | "flag" | "region";

export interface Source {
  kind: SourceKind;
  name: string;
}

export interface OtherValue {
  value: Value;
  shown: string;
  source: Source;
  asOf: string;
}

/** One thing that the government knows; `receivedAt` is null when it was asked just now and is kept nowhere. */
export interface Attribute extends OtherValue {
  name: string;
  title: Bilingual;
  kind: ValueKind;
  receivedAt: string | null;
  keptUntil: string | null;
  confidence: number;
  purpose: Purpose | "none";
  usedFor: Bilingual;
  inUse: boolean;
  sensitivity: "ordinary" | "sensitive" | "public";
  conflicts: OtherValue[];
  declarable: boolean;
  correctable: boolean;
  correctedBy: Bilingual | null;
}

export interface Declarable {
  name: string;
  title: Bilingual;
  kind: ValueKind;
  many: boolean;
  choices: string[];
}

export interface Tag {
  id: string;
  version: number;
  title: Bilingual;
  since: string;
  reasons: { attribute: string; verdict: string; source: string | null; asOf: string | null }[];
}

export interface Profile {
  subject: Subject;
  name: string;
  personalised: boolean;
  attributes: Attribute[];
  declarable: Declarable[];
  tags: Tag[];
  /** Registers that do not answer now. */
  missing: string[];
}

export interface PastValue extends OtherValue {
  receivedAt: string;
  validTo: string;
}

export interface Use {
  purpose: Purpose;
  on: boolean;
  since: string | null;
  until: string | null;
  text: Bilingual;
  textVersion: string;
  recipient: string;
  recipientName: string;
  legalBasis: string;
  termDays: number;
  fields: { name: string; title: Bilingual }[];
}

export interface Uses {
  states: Use[];
}

export interface Correction {
  id: string;
  subject: Subject;
  attribute: string;
  title: Bilingual;
  was: string;
  shouldBe: string;
  reason: string;
  files: string[];
  source: string;
  askedOf: Bilingual;
  state: "open" | "confirmed" | "refused";
  askedAt: string;
  dueOn: string | null;
  remainingDays: number;
  overdue: boolean;
  answeredAt: string | null;
  department: string | null;
  answer: string | null;
}

export interface AskCorrection {
  attribute: string;
  shouldBe: string;
  reason: string;
  files: string[];
  firmId: string | null;
}

export interface Relative {
  id: string;
  relation: "spouse" | "child" | "mother" | "father";
  name: string;
  isMinor: boolean;
  birthDate: string | null;
  agreed: boolean;
  deceased: boolean;
}

export interface Household {
  headName: string | null;
  address: string | null;
  memberCount: number | null;
  asOf: string | null;
  members: Relative[];
}

export const TEXT_CHANGED = "identity.consent-text-changed";

const asked = (cursor?: string | null) => (cursor ? `&cursor=${encodeURIComponent(cursor)}` : "");
const ofFirm = (firm: string | null) => (firm ? `?firmId=${encodeURIComponent(firm)}` : "");
const declaredAt = (name: string, firm: string | null) =>
  `/me/profile/declared/${encodeURIComponent(name)}${ofFirm(firm)}`;

/** What is known of me, or of a firm for which I may speak. */
export const profile = (firm: string | null) =>
  ask<Profile>({ method: "GET", path: firm ? `/me/firms/${encodeURIComponent(firm)}/profile` : "/me/profile" });
export const history = (name: string, cursor?: string | null) =>
  ask<Page<PastValue>>({
    method: "GET",
    path: `/me/profile/history/${encodeURIComponent(name)}?limit=20${asked(cursor)}`,
  });
export const uses = () => ask<Uses>({ method: "GET", path: "/me/profile/consent" });
export const turnOn = ({ purpose, textVersion }: Use) =>
  ask<Uses>({ method: "PUT", path: "/me/profile/consent", body: { purpose, on: true, textVersion } });
export const turnOff = ({ purpose }: Use) =>
  ask<Uses>({ method: "PUT", path: "/me/profile/consent", body: { purpose, on: false } });
export const declare = (name: string, value: Said | Said[], firm: string | null) =>
  ask<unknown>({ method: "PUT", path: declaredAt(name, firm), body: { value } });
export const takeBack = (name: string, firm: string | null) =>
  ask<void>({ method: "DELETE", path: declaredAt(name, firm) });
export const corrections = (cursor?: string | null) =>
  ask<Page<Correction>>({ method: "GET", path: `/me/profile/corrections?limit=20${asked(cursor)}` });
export const askCorrection = (body: AskCorrection) =>
  ask<Correction>({ method: "POST", path: "/me/profile/corrections", body });
export const household = () => ask<Household>({ method: "GET", path: "/me/household" });
