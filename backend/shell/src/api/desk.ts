import type { AuthorityKind } from "./acting";
import type { Bilingual, Subject } from "./applications";
import type { Case, CaseAnswer, CaseLine, CaseMaterial, CaseState, Light, TrailEntry, Wanted } from "./cases";
import { ask } from "./http";
import type { Page } from "./identity";
import type { Item } from "./items";

/** The officer's side of cases: the queue, one case with everything about it, orders, parts, what was taken in. */

export interface DeskLine extends CaseLine {
  assignedTo: string | null;
  assignedName: string | null;
}

/** An officer to whom a case could be assigned: a name and nothing else. */
export interface Colleague {
  id: string;
  name: string;
}

export interface DeskAnswer extends CaseAnswer {
  fact?: string | null;
  registerValue?: unknown;
  asOf?: string | null;
}

export interface DeskMaterial extends Omit<CaseMaterial, "held"> {
  held: CaseMaterial["held"] | "paper";
  covered?: boolean;
}

/** A field whose two values differ. */
export interface ValueConflict {
  name: string;
  title: string;
  answered: unknown;
  registered: unknown;
  register: string | null;
  asOf: string | null;
}

export interface PartAsked {
  id: string;
  department: string;
  regionCode: string;
  asks: string;
  askedAt: string;
  answeredAt: string | null;
  outcome: "agrees" | "disagrees" | "recalled" | null;
  opinion: string | null;
}

export type Outcome = "granted" | "denied";

export interface DeskCase extends Omit<Case, "answers" | "materials"> {
  assignedTo: string | null;
  assignedName: string | null;
  answers: DeskAnswer[];
  materials: DeskMaterial[];
  contentHash: string;
  /** The whole item as it was when the case was handed in. */
  item: Record<string, unknown>;
  scenario: Record<string, string>;
  snippets: { words: Bilingual; tone: "info" | "warn" | "stop" }[];
  conflicts: ValueConflict[];
  proposal: { outcome: Outcome; reasons: string; proposedBy: string; proposedAt: string } | null;
  extension: { days: number; reason: string; askedBy: string } | null;
  parts: PartAsked[];
  commitmentGivenAt: string | null;
  round: number;
}

export interface Counts {
  states: Partial<Record<CaseState, number>>;
  red: number;
  yellow: number;
  mine: number;
  parts: number;
}

export interface QueueFilter {
  state?: CaseState;
  light?: Light;
  item?: string;
  assigned?: "me" | "nobody";
  number?: string;
}

export interface PartLine {
  id: string;
  number: string;
  itemName: string;
  asker: string;
  asks: string;
  askedAt: string;
  dueOn: string | null;
  light: Light;
}

/** What another department asked of ours, with the little of the case that we are shown. */
export interface Part extends PartLine {
  answers: DeskAnswer[];
  materials: DeskMaterial[];
  answeredAt: string | null;
  outcome: PartAsked["outcome"];
  opinion: string | null;
}

/** An action of the table with where it is sent; what it needs is in its body. */
const ADDRESS = {
  "accept": "acceptance",
  "accept-conditionally": "conditional-acceptance",
  "accept-on-commitment": "commitment-acceptance",
  "refuse-acceptance": "refusal",
  "request-supplement": "supplement-request",
  "take-paper": "paper",
  "take-over": "take-over",
  "hand-back": "hand-back",
  "begin-review": "review",
  "correct": "correction",
  "suspend": "suspension",
  "resume": "resumption",
  "ask-extension": "extension",
  "approve-extension": "extension-approval",
  "refuse-extension": "extension-refusal",
  "countersign": "countersigning",
  "recall-countersign": "countersigning-recall",
  "propose": "proposal",
  "approve": "approval",
  "return-proposal": "proposal-return",
  "take-back-proposal": "proposal-withdrawal",
  "decide": "decision",
  "conclude": "conclusion",
  "void": "void",
  "assign": "assignment",
} as const;

export type Action = keyof typeof ADDRESS;

export const isAction = (name: string): name is Action => name in ADDRESS;

interface Noted {
  note: string;
}
interface Reasoned {
  reason: string;
}
interface Decided {
  outcome: Outcome;
  reasons: string;
}

export interface PartWanted {
  department: string;
  regionCode: string | null;
  asks: string;
  fields: string[];
  materials: string[];
}

/** What each order says. */
export interface Orders {
  "accept": Noted;
  "accept-conditionally": Noted & { laterBy: string };
  "accept-on-commitment": Noted;
  "refuse-acceptance": Reasoned;
  "request-supplement": { wanted: Wanted[]; answerBy: string };
  "take-paper": { materials: string[] };
  "take-over": Noted;
  "hand-back": Noted;
  "begin-review": Noted;
  "correct": Reasoned & { answers: Record<string, unknown> };
  "suspend": Reasoned & { kind: string; expectedUntil: string };
  "resume": { finding: string };
  "ask-extension": Reasoned & { days: number };
  "approve-extension": Noted;
  "refuse-extension": Reasoned;
  "countersign": { parts: PartWanted[] };
  "recall-countersign": Reasoned;
  "propose": Decided;
  "approve": { contentHash: string };
  "return-proposal": Reasoned;
  "take-back-proposal": Noted;
  "decide": Decided;
  "conclude": { name: string; number: string | null; delivery: string; fileId: string | null };
  "void": Reasoned & { kind: string };
  "assign": { officerId: string | null };
}

const at = (id: string, what = "") => `/desk/cases/${encodeURIComponent(id)}${what}`;
const get = <Answer>(path: string) => ask<Answer>({ method: "GET", path });

function query(values: object, cursor?: string | null, limit = 50): string {
  const words = new URLSearchParams({ limit: String(limit) });
  for (const [name, value] of Object.entries(values)) if (value) words.set(name, String(value));
  if (cursor) words.set("cursor", cursor);
  return `?${words}`;
}

export const queue = (filter: QueueFilter, cursor?: string | null) =>
  get<Page<DeskLine>>(`/desk/cases${query(filter, cursor)}`);
export const counts = () => get<Counts>("/desk/counts");
export const deskCase = (id: string) => get<DeskCase>(at(id));
export const filePath = (id: string, file: string) => at(id, `/files/${encodeURIComponent(file)}`);

/** The whole trail; a case has some dozen steps. */
export async function deskTrail(id: string): Promise<TrailEntry[]> {
  const found: TrailEntry[] = [];
  let cursor: string | null | undefined;
  do {
    const page: Page<TrailEntry> = await get(at(id, `/trail${query({}, cursor, 100)}`));
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

export const order = <Name extends Action>(id: string, action: Name, body: Orders[Name]) =>
  ask<DeskCase>({ method: "POST", path: at(id, `/${ADDRESS[action]}`), body });

/** Everybody who could take the case, page by page; a department at one place has some dozens at most. */
export async function colleagues(id: string): Promise<Colleague[]> {
  const found: Colleague[] = [];
  let cursor: string | null | undefined;
  do {
    const page: Page<Colleague> = await get(at(id, `/colleagues${query({}, cursor, 100)}`));
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

export const parts = (cursor?: string | null) => get<Page<PartLine>>(`/desk/parts${query({}, cursor)}`);
export const part = (id: string) => get<Part>(`/desk/parts/${encodeURIComponent(id)}`);
export const partFilePath = (id: string, file: string) =>
  `/desk/parts/${encodeURIComponent(id)}/files/${encodeURIComponent(file)}`;
export const answerPart = (id: string, body: { agrees: boolean; opinion: string }) =>
  ask<Part>({ method: "POST", path: `/desk/parts/${encodeURIComponent(id)}/answer`, body });

export const takenIn = (cursor?: string | null) => get<Page<CaseLine>>(`/desk/taken-in${query({}, cursor)}`);
export const takenInCase = (id: string) => get<Case>(`/desk/taken-in/${encodeURIComponent(id)}`);
export const handOver = (id: string, note: string) =>
  ask<Case>({ method: "POST", path: `/desk/taken-in/${encodeURIComponent(id)}/hand-over`, body: { note } });

export interface Intake {
  basicCode: string;
  regionCode: string;
  person: { name: string; number: string };
  scenario: Record<string, string>;
  answers: Record<string, unknown>;
  materials: { code: string; held: string; files: string[] }[];
  window: string;
  actingFor?: Subject;
  commitmentTextVersion?: string;
}

/** Somebody for whom the person at the counter may apply, on what ground, and until which day. */
export interface Represented {
  subject: Subject;
  name: string;
  kind: AuthorityKind;
  until: string | null;
}

export const forWhom = (person: Intake["person"], basicCode: string) =>
  ask<{ items: Represented[]; complete: boolean }>({ method: "POST", path: "/desk/intake/acting?limit=100", body: { person, basicCode } });

/** What is promised in writing where an item is handled upon commitment. */
export const commitmentText = () => get<{ text: Bilingual; textVersion: string }>("/desk/intake/commitment");

export const takeIn = (body: Intake, key: string) => ask<Case>({ method: "POST", path: "/desk/intake", body, key });

/** The item of a case, read with care: it was frozen in the words of its time. */
export const itemOf = (one: DeskCase) => one.item as Partial<Item>;
