import type { Bilingual } from "./applications";
import { ask } from "./http";
import type { Page } from "./identity";
import type { Evidence } from "./items";
import type { SourceKind } from "./profile";

export type StepState = "done" | "in-progress" | "missing" | "blocked" | "unknown" | "not-applicable";
export type Audience = "person" | "firm";

/** A guide in the list for everybody; `sayable` are the kinds of events that open it and that one may say. */
export interface GuideLine {
  code: string;
  version: number;
  subject: Audience;
  title: Bilingual;
  about: Bilingual;
  events: string[];
  sayable: string[];
  questions: number;
  steps: number;
  evidence: Evidence;
}

export interface Basis {
  attribute: string;
  title: Bilingual | null;
  source: string;
  sourceKind: SourceKind;
  asOf: string;
}

export interface GuideQuestion {
  id: string;
  text: Bilingual;
  choices: { value: string; title: Bilingual }[];
  state: "known" | "answered" | "open" | "later" | "not-needed";
  answer: string | null;
  basis: Basis[];
}

export interface GuideStep {
  id: string;
  title: Bilingual;
  about: Bilingual;
  state: StepState;
  doneBy: { kind: "item" | "bundle" | "app" | "advice"; code: string | null };
  needs: Bilingual[];
  place: Bilingual | null;
  term: { amount: number; unit: string; legal: boolean; source: string } | null;
  due: { day: string; overdue: boolean; provisional: boolean; legal: boolean; source: string } | null;
  because: string[];
  settledBy: string[];
  blockedBy: string[];
  refused: boolean;
  /** The person said so; what a case or a register says stays done without it. */
  ticked: boolean;
  source: string;
  evidence: Evidence;
}

export interface Counts {
  done: number;
  inProgress: number;
  missing: number;
  blocked: number;
  unknown: number;
}

export interface Guide {
  code: string;
  version: number;
  subject: Audience;
  title: Bilingual;
  about: Bilingual;
  day: string | null;
  questions: GuideQuestion[];
  nextQuestion: string | null;
  steps: GuideStep[];
  counts: Counts;
  nextUp: NextUp | null;
  source: string;
  evidence: Evidence;
}

export interface NextUp {
  step: string;
  title: Bilingual;
  dueOn: string | null;
}

/** Why something stands on somebody's list. */
export interface Why {
  told: "attribute" | "case" | "said";
  source: string;
  asOf: string;
  title: Bilingual | null;
  caseId: string | null;
}

export interface OpenGuide {
  id: string;
  code: string;
  version: number;
  title: Bilingual;
  about: Bilingual;
  eventId: string;
  event: string;
  eventTitle: Bilingual;
  day: string;
  why: Why;
  counts: Counts;
  nextUp: NextUp | null;
  openQuestions: number;
  changedAt: string;
}

export interface MyGuide {
  open: OpenGuide;
  guide: Guide;
}

/** All answers and ticks as they are to stand: what is left out is taken back. */
export interface Told {
  answers: Record<string, string>;
  done: string[];
}

/** Where what concerns me, or a firm that I act for, is found. */
const at = (firm: string | null) => (firm ? `/me/firms/${encodeURIComponent(firm)}` : "/me");

export const guides = (subject: Audience) =>
  ask<Page<GuideLine>>({ method: "GET", path: `/scenarios?subject=${subject}&limit=100`, open: true });
export const guide = (code: string) =>
  ask<Guide>({ method: "GET", path: `/scenarios/${encodeURIComponent(code)}`, open: true });
export const tryGuide = (code: string, told: Told & { day?: string }) =>
  ask<Guide>({ method: "POST", path: `/scenarios/${encodeURIComponent(code)}/steps`, body: told, open: true });

export const myGuides = (firm: string | null) =>
  ask<Page<OpenGuide>>({ method: "GET", path: `${at(firm)}/scenarios?limit=100` });
export const myGuide = (id: string, firm: string | null) =>
  ask<MyGuide>({ method: "GET", path: `${at(firm)}/scenarios/${encodeURIComponent(id)}` });
export const answerGuide = (id: string, told: Told, firm: string | null) =>
  ask<MyGuide>({ method: "PUT", path: `${at(firm)}/scenarios/${encodeURIComponent(id)}/answers`, body: told });
export const sayEvent = (kind: string, day: string, firm: string | null) =>
  ask<{ scenarios: OpenGuide[] }>({ method: "POST", path: `${at(firm)}/life-events`, body: { kind, day } });
export const takeBackEvent = (id: string, firm: string | null) =>
  ask<void>({ method: "DELETE", path: `${at(firm)}/life-events/${encodeURIComponent(id)}` });
