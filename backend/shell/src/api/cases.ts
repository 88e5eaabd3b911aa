import type { Bilingual } from "./applications";
import { ask } from "./http";
import type { Page } from "./identity";

export type CaseState =
  | "submitted"
  | "supplement-requested"
  | "accepted"
  | "not-accepted"
  | "in-review"
  | "suspended"
  | "countersigning"
  | "proposed"
  | "granted"
  | "denied"
  | "concluded"
  | "withdrawn"
  | "void";
export type Light = "green" | "yellow" | "red";

export interface CaseLine {
  id: string;
  number: string;
  itemName: string;
  basicCode: string;
  department: string;
  regionCode: string;
  subjectKind: string;
  subjectName: string;
  state: CaseState;
  stateWords: Bilingual;
  light: Light;
  dueOn: string | null;
  /** Working days left until then by the server's calendar; below zero is overdue by so many; null: nothing is due. */
  remainingDays: number | null;
  channel: string;
  submittedAt: string;
  changedAt: string;
  bundleId: string | null;
  conditional: boolean;
}

/** One clock; `remainingDays` below zero is overdue by so many. `limit` is "20 working-days". */
export interface Clock {
  dueOn: string | null;
  remainingDays: number;
  overdue: boolean;
  provisional: boolean;
  paused: boolean;
  light: Light;
  limit: string;
}

export interface Wanted {
  code: string;
  kind: "material" | "field";
  what: string;
}

export interface CaseAnswer {
  name: string;
  title: string;
  value: unknown;
  register?: string | null;
}

export interface CaseMaterial {
  code: string;
  name: string;
  necessity: "required" | "optional" | "later";
  held: "file" | "licence" | "register" | "counter" | "missing";
  files: string[];
  licence?: string | null;
}

export interface Case extends CaseLine {
  version: number;
  /** The mini-app that handed it in, if one did. */
  appId?: string | null;
  actedAs: string;
  receiving: { mode: string; regionCode: string; department: string; window: string } | null;
  custody: string;
  acceptedAt: string | null;
  endedAt: string | null;
  statutory: Clock | null;
  promised: Clock | null;
  stage: Clock | null;
  supplement: { wanted: Wanted[]; answerBy: string; askedAt: string; answeredAt: string | null } | null;
  later: { codes: string[]; by: string } | null;
  refusal: string | null;
  decision: { outcome: "granted" | "denied"; reasons: string; remedies: Bilingual | null; decidedAt: string } | null;
  result: {
    name: string;
    number: string | null;
    licenceType: string | null;
    delivery: string;
    fileId: string | null;
    issuedOn: string;
  } | null;
  special: {
    kind: string;
    name: Bilingual;
    reason: string;
    since: string;
    until: string | null;
    expectedUntil: string;
    finding: string | null;
  }[];
  handOvers: { at: string; fromPlace: string; toPlace: string; note: string }[];
  urgesLeft: number;
  answers: CaseAnswer[];
  materials: CaseMaterial[];
  /** What may be ordered now: withdraw, urge, supplement, … */
  actions: string[];
  /** Only in the answer to the submission; the phone does not keep it. */
  queryCode?: string | null;
}

export interface TrailEntry {
  seq: number;
  at: string;
  action: string;
  words: Bilingual;
  fromState: CaseState;
  toState: CaseState;
  by: string;
  department: string | null;
  note: string;
}

export interface HandIn {
  answers: { name: string; title: string; value: unknown }[];
  materials: { code: string; name: string; necessity: string; held: "file"; files: string[] }[];
  note: string;
}

export interface Submission {
  version: number;
  channel: "phone";
}

export interface BundlePart {
  basicCode: string;
  name: string;
  group: number;
  department: string;
  state: "waiting" | "running" | "granted" | "denied" | "not-accepted" | "withdrawn" | "void" | "not-started";
  /** While it runs, where its case stands. */
  caseState: CaseState | null;
  caseId: string | null;
  caseNumber: string | null;
  dueOn: string | null;
  problem: Bilingual | null;
}

export interface BundleLine {
  id: string;
  code: string;
  name: string;
  regionCode: string;
  state: "in-progress" | "concluded" | "partly-concluded" | "not-granted" | "withdrawn";
  progress: { parts: number; running: number; waiting: number; granted: number; failed: number };
  submittedAt: string;
  dueOn: string | null;
}

export interface BundleCase extends BundleLine {
  dueProvisional: boolean;
  subjectName: string;
  parts: BundlePart[];
  results: {
    basicCode: string;
    name: string;
    resultName: string;
    number: string | null;
    caseId: string;
    fileId: string | null;
    issuedOn: string;
  }[];
  mayWithdraw: boolean;
}

const at = (id: string, what = "") => `/cases/${encodeURIComponent(id)}${what}`;
const bundleAt = (id: string, what = "") => `/bundle-applications/${encodeURIComponent(id)}${what}`;
const page = (path: string, cursor?: string | null) =>
  `${path}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;

export type Standing = "all" | "open" | "ended";

export const cases = (standing: Standing, cursor?: string | null) =>
  ask<Page<CaseLine>>({ method: "GET", path: page(`/cases?standing=${standing}&limit=20`, cursor) });
export const oneCase = (id: string) => ask<Case>({ method: "GET", path: at(id) });
export const caseFilePath = (id: string, file: string) => at(id, `/files/${encodeURIComponent(file)}`);
export const trail = (id: string) => ask<Page<TrailEntry>>({ method: "GET", path: at(id, "/trail?limit=100") });

export const handInSupplement = (id: string, body: HandIn) =>
  ask<Case>({ method: "POST", path: at(id, "/supplement"), body });
export const handInLater = (id: string, body: HandIn) =>
  ask<Case>({ method: "POST", path: at(id, "/later-materials"), body });
export const reopen = (id: string, body: HandIn) => ask<Case>({ method: "POST", path: at(id, "/reopening"), body });
export const withdraw = (id: string, reason: string) =>
  ask<Case>({ method: "POST", path: at(id, "/withdrawal"), body: { reason } });
export const urge = (id: string) => ask<Case>({ method: "POST", path: at(id, "/urges"), body: { note: "" } });

export const submitDraft = (id: string, body: Submission, key: string) =>
  ask<Case>({ method: "POST", path: `/applications/${encodeURIComponent(id)}/submit`, body, key });
export const submitBundle = (id: string, body: Submission, key: string) =>
  ask<BundleCase>({ method: "POST", path: bundleAt(id, "/submit"), body, key });

export const bundleCases = () => ask<Page<BundleLine>>({ method: "GET", path: "/bundle-applications?limit=20" });
export const bundleCase = (id: string) => ask<BundleCase>({ method: "GET", path: bundleAt(id) });
export const withdrawBundle = (id: string, reason: string) =>
  ask<BundleCase>({ method: "POST", path: bundleAt(id, "/withdraw"), body: { reason } });
