import type { Choice } from "./applications";
import { ask } from "./http";
import type { Page } from "./identity";

export interface Limit {
  amount: number;
  unit: "working-days" | "days" | "months" | "years" | "hours";
}

export type Evidence = "read" | "recalled" | "invented";

/** What a condition, paper, step or fee depends on: all must hold. */
export interface When {
  question: string;
  oneOf: string[];
}

export interface Question {
  id: string;
  text: string;
  hint?: string;
  choices: Choice[];
}

export interface Condition {
  text: string;
}

export interface WorkStep {
  name: string;
  about: string;
  limit: Limit | null;
}

export interface Material {
  code: string;
  name: string;
  kind: "original" | "copy" | "both";
  form: "paper" | "electronic" | "either";
  necessity: "required" | "optional" | "later";
  copies: number;
  licenceType: string | null;
  source: "applicant" | "government" | "other";
  note: string;
}

export interface Fee {
  name: string;
  standard: string;
  basis: string;
  amountFen: number | null;
  reduction: string;
}

export interface ItemLine {
  basicCode: string;
  name: string;
  about: string;
  sector: string;
  audiences: string[];
  caseKind: string;
  promisedLimit: Limit;
  handlingForms: string[];
  evidence: Evidence;
}

/** What a form would ask; `prefill` names the fact of a register that answers it. */
export interface Field {
  name: string;
  title: string;
  prefill: string | null;
}

export interface Item extends ItemLine {
  fields: Field[];
  itemCode: string;
  version: number;
  department: { code: string; name: string };
  regionCode: string;
  regionName: string;
  statutoryLimit: Limit | null;
  conditions: Condition[];
  steps: WorkStep[];
  materials: Material[];
  fees: Fee[];
  result: { name: string; licenceType: string | null };
  channels: string[];
  crossPlace: string[];
  provinceWide: boolean;
  crossProvince: boolean;
  visits: number;
  questions: Question[];
  rules: { noticeCommitment: boolean; conditional: boolean; expert: boolean; countersign: string[] };
  contacts: { phone: string; complaintPhone: string; address: string; opening: string; url: string };
  windowsNote: string;
  legalBasis: string;
  faq: { question: string; answer: string }[];
  source: string;
  bodyEvidence: Evidence;
  improved: string[];
  validFrom: string;
}

/** What is left of an item for this person's answers. */
export interface Narrowed {
  nextQuestion: Question | null;
  answers: Record<string, string>;
  conditions: Condition[];
  steps: WorkStep[];
  materials: Material[];
  fees: Fee[];
}

export interface BundleLine {
  code: string;
  name: string;
  about: string;
  audiences: string[];
  members: number;
  evidence: Evidence;
}

export interface BundleMember {
  basicCode: string;
  name: string;
  group: number;
}

export interface Bundle {
  code: string;
  name: string;
  about: string;
  audiences: string[];
  regionCode: string;
  promisedLimit: Limit | null;
  /** Its own questions and those of its members, each with who needs it. */
  questions: { question: Question }[];
  fields: { field: Field }[];
  members: BundleMember[];
  materials: { material: Material }[];
  items: Item[];
  source: string;
  evidence: Evidence;
}

export interface NarrowedBundle {
  nextQuestion: Question | null;
  answers: Record<string, string>;
  members: { basicCode: string; group: number; narrowed: Narrowed }[];
  materials: Material[];
}

export interface ItemHit {
  basicCode: string;
  name: string;
  about?: string;
  sector?: string;
  audiences?: string[];
  promisedLimit?: Limit;
  handlingForms?: string[];
  /** The everyday words it was found by; empty when it was its own name. */
  said?: string;
  /** Bundles that it is part of. */
  bundles?: string[];
}

type Answers = Record<string, string>;

function query(values: Record<string, string | number | undefined>, answers: Answers = {}): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== "") words.set(name, String(value));
  for (const [question, answer] of Object.entries(answers)) words.append("answer", `${question}:${answer}`);
  return words.size ? `?${words}` : "";
}

const get = <Answer>(path: string) => ask<Answer>({ method: "GET", path, open: true });
const name = encodeURIComponent;

export interface Filter {
  sector?: string;
  audience?: string;
  regionCode?: string;
  cursor?: string | null;
}

export const items = ({ cursor, ...filter }: Filter) =>
  get<Page<ItemLine>>(`/items${query({ ...filter, limit: 20, cursor: cursor ?? undefined })}`);
export const item = (code: string, regionCode: string) => get<Item>(`/items/${name(code)}${query({ regionCode })}`);
export const narrowItem = (code: string, regionCode: string, answers: Answers) =>
  get<Narrowed>(`/items/${name(code)}/narrow${query({ regionCode }, answers)}`);
export const bundles = () => get<Page<BundleLine>>("/bundles?limit=50");
export const bundle = (code: string, regionCode: string) =>
  get<Bundle>(`/bundles/${name(code)}${query({ regionCode })}`);
export const narrowBundle = (code: string, regionCode: string, answers: Answers) =>
  get<NarrowedBundle>(`/bundles/${name(code)}/narrow${query({ regionCode }, answers)}`);
