import type { KnownNode } from "@/catalog/screen";
import type { Data, StoredFile } from "@/catalog/schema";
import { ask } from "./http";
import type { Page } from "./identity";

/** A text of the server in both languages. */
export interface Bilingual {
  zh: string;
  en?: string;
}

/** For whom somebody acts: a person or a firm. */
export interface Subject {
  kind: "person" | "organisation";
  id: string;
}

export interface Choice {
  value: string;
  title: string;
}

/** One scenario question: what is asked before anything is asked for. */
export interface ScenarioQuestion {
  id: string;
  text: string;
  hint?: string;
  choices: Choice[];
}

export interface RegisterFact {
  name: string;
  title: string;
  why: Bilingual;
  agreed: boolean;
}

/** What would be read from registers, by whom and why; drawn by the shell alone. */
export interface FactsConsent {
  decided: boolean;
  /** False for an agent: the person whose facts they are must agree, so everything is asked. */
  mayDecide: boolean;
  recipient: string;
  purpose: string;
  recipientName: string;
  text: Bilingual;
  legalBasis: string;
  textVersion: string;
  termDays: number;
  registers: { name: string; facts: RegisterFact[] }[];
}

export type MaterialState = "needed" | "optional" | "handed-in" | "licence" | "government" | "later" | "paper";

export interface DraftMaterial {
  code: string;
  name: string;
  kind: string;
  form: string;
  necessity: string;
  copies: number;
  note: string;
  state: MaterialState;
  files: StoredFile[];
  licence: { id: string; licenceType: string; name: string; numberMasked: string } | null;
  mayBeLater: boolean;
  mayBePaper: boolean;
  usedFor: string[];
}

export interface Missing {
  what: "field" | "material" | "question" | "consent";
  key: string;
  title: string;
  problem: Bilingual | null;
}

export interface KnownFact {
  field: string;
  title: string;
  fact: string;
  shown: string;
  source: string;
  asOf: string;
  correctable: boolean;
}

export interface DraftPart {
  basicCode: string;
  name: string;
  group: number;
  applies: boolean;
  department: string;
}

export interface ActingFor extends Subject {
  name: string;
  authority: string;
  until: string | null;
}

export type Step = "questions" | "consent" | "fill" | "materials" | "ready";

/** What somebody is preparing; the server keeps it, every device of theirs sees it. */
export interface Draft {
  id: string;
  version: number;
  kind: "item" | "bundle";
  code: string;
  name: string;
  regionCode: string;
  regionName: string;
  department: string;
  actingFor: ActingFor | null;
  childId: string | null;
  step: Step;
  ready: boolean;
  missing: Missing[];
  question: ScenarioQuestion | null;
  scenario: Record<string, string>;
  consent: FactsConsent | null;
  form: KnownNode<"Form">;
  data: Data;
  known: KnownFact[];
  corrected: string[];
  /** A register did not answer: what it would know is asked. */
  registersAway: boolean;
  troubles: { field: string; zh: string; en?: string }[];
  materials: DraftMaterial[];
  /** 告知承诺: what one may promise instead of proving it. */
  commitment: { given: boolean; text: Bilingual; textVersion: string } | null;
  count: { fields: number; known: number; asked: number; share: number };
  createdAt: string;
  savedAt: string;
  forgottenOn: string;
  parts: DraftPart[];
}

export interface DraftSummary {
  id: string;
  version: number;
  kind: "item" | "bundle";
  code: string;
  name: string;
  regionCode: string;
  forAnother: boolean;
  step: Step;
  savedAt: string;
  forgottenOn: string;
}

export interface MaterialChange {
  files?: string[];
  later?: boolean;
  paper?: boolean;
}

/** Only what is named changes; null clears. */
export interface DraftChange {
  scenario?: Record<string, string | null>;
  answers?: Data;
  corrections?: Record<string, boolean>;
  materials?: Record<string, MaterialChange | null>;
  committed?: boolean;
}

/** The same thing with two values, after another device saved. */
export interface Conflict {
  what: "answer" | "scenario" | "material" | "correction" | "commitment";
  key: string;
  title: string;
  yours: unknown;
  theirs: unknown;
}

export interface ChangedElsewhere {
  version: number;
  savedAt: string;
  fields: Conflict[];
}

export const CHANGED_ELSEWHERE = "forms.changed-elsewhere";
export const ALREADY_SUBMITTED = "forms.already-submitted";

export interface Start {
  code: string;
  regionCode: string;
  actingFor?: Subject;
  childId?: string;
  scenario?: Record<string, string>;
}

const at = (id: string) => `/applications/${encodeURIComponent(id)}`;

export const startItem = ({ code, ...rest }: Start, key?: string) =>
  ask<Draft>({ method: "POST", path: "/applications", body: { basicCode: code, ...rest }, key });
export const startBundle = ({ code, ...rest }: Start, key?: string) =>
  ask<Draft>({ method: "POST", path: "/bundle-applications", body: { bundleCode: code, ...rest }, key });
export const drafts = () => ask<Page<DraftSummary>>({ method: "GET", path: "/applications?limit=20" });
export const draft = (id: string) => ask<Draft>({ method: "GET", path: at(id) });
export const save = (id: string, version: number, change: DraftChange) =>
  ask<Draft>({ method: "PUT", path: at(id), body: { version, ...change } });
export const decideFacts = (id: string, body: { version: number; facts: string[]; textVersion: string }) =>
  ask<Draft>({ method: "POST", path: `${at(id)}/consent`, body });
export const discard = (id: string) => ask<void>({ method: "DELETE", path: at(id) });
