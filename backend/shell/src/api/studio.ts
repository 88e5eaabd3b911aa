import type { Bilingual } from "./applications";
import { ask } from "./http";
import type { Page } from "./identity";
import type { Audience, Guide } from "./scenarios";

/** Scenarios and tags at the desk: versions that are published, and drafts that two persons put in force. */

export type Kind = "scenario" | "tag";
export type DraftState = "draft" | "submitted" | "refused" | "published" | "dropped";
export type Body = Record<string, unknown>;

export interface Flaw {
  path: string;
  code: string;
  cause: Bilingual;
  fix: Bilingual;
}

export interface Change {
  path: string;
  what: "added" | "removed" | "changed" | "moved";
  before: string | null;
  after: string | null;
}

export interface DraftLine {
  id: string;
  kind: Kind;
  code: string;
  title: Bilingual;
  state: DraftState;
  edit: number;
  basedOn: number | null;
  note: string;
  editors: string[];
  editedBy: string;
  editedAt: string;
  submittedBy: string | null;
  decidedBy: string | null;
  reason: string | null;
  version: number | null;
}

export interface Draft {
  line: DraftLine;
  body: Body;
  flaws: Flaw[];
  changes: Change[];
}

export interface DefinitionLine {
  kind: Kind;
  code: string;
  title: Bilingual;
  subject: Audience;
  inForce: number | null;
  newest: number;
  newestFrom: string;
  versions: number;
  draft: DraftLine | null;
}

export interface PublishedVersion {
  kind: Kind;
  code: string;
  version: number;
  validFrom: string;
  note: string;
  basedOn: number | null;
  seeded: boolean;
  submittedBy: string | null;
  approvedBy: string | null;
  publishedAt: string;
  body: Body;
}

export interface Word {
  name: string;
  title: Bilingual;
  valueKind: "text" | "date" | "whole" | "flag" | "region";
  many: boolean;
  choices: { value: string; title: string }[];
}

export interface EventWord {
  code: string;
  title: Bilingual;
  subject: Audience;
  purpose: string;
}

export type Said = string | number | boolean | string[] | null;

export interface Example {
  code: string;
  title: Bilingual;
  subject: Audience;
  facts: Record<string, Said>;
}

export type Verdict = "met" | "not-met" | "unknown";

export interface Trial {
  flaws: Flaw[];
  verdict: Verdict | null;
  reasons: { attribute: string; verdict?: Verdict; value?: unknown }[];
  missing: string[];
  guide: Guide | null;
}

const get = <Answer>(path: string) => ask<Answer>({ method: "GET", path: `/desk${path}` });
const more = (cursor?: string | null) => (cursor ? `&cursor=${encodeURIComponent(cursor)}` : "");
const at = (id: string, what = "") => `/desk/definition-drafts/${encodeURIComponent(id)}${what}`;

/** Every page of a list that has some dozens of lines at most. */
async function all<Line>(path: string): Promise<Line[]> {
  const found: Line[] = [];
  let cursor: string | null | undefined;
  do {
    const page: Page<Line> = await get(`${path}${path.includes("?") ? "&" : "?"}limit=100${more(cursor)}`);
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

export const definitions = (kind: Kind) => all<DefinitionLine>(`/definitions?kind=${kind}`);
export const openDrafts = async (kind: Kind) => {
  const states: DraftState[] = ["submitted", "draft", "refused"];
  const found = await Promise.all(states.map((state) => all<DraftLine>(`/definition-drafts?kind=${kind}&state=${state}`)));
  return found.flat();
};
export const versionsOf = (kind: Kind, code: string) =>
  all<PublishedVersion>(`/definitions/${kind}/${encodeURIComponent(code)}/versions`);
export const wordsFor = (kind: Kind, subject: Audience, purpose: string) =>
  all<Word>(`/definitions/words?kind=${kind}&subject=${subject}&purpose=${purpose}`);
export const eventsFor = (subject: Audience) => all<EventWord>(`/definitions/events?subject=${subject}`);
export const examplesFor = (subject: Audience) => all<Example>(`/definitions/examples?subject=${subject}`);

export const draftOf = (id: string) => ask<Draft>({ method: "GET", path: at(id) });
export const makeDraft = (body: { kind: Kind; code: string; version?: number; subject?: Audience }) =>
  ask<Draft>({ method: "POST", path: "/desk/definition-drafts", body });
export const saveDraft = (id: string, body: { edit: number; body: Body; note: string }) =>
  ask<Draft>({ method: "PUT", path: at(id), body });
export const submitDraft = (id: string, body: { edit: number; note: string }) =>
  ask<Draft>({ method: "POST", path: at(id, "/submit"), body });
export const approveDraft = (id: string, body: { edit: number; validFrom?: string }) =>
  ask<Draft>({ method: "POST", path: at(id, "/approve"), body });
export const refuseDraft = (id: string, body: { edit: number; reason: string }) =>
  ask<Draft>({ method: "POST", path: at(id, "/refuse"), body });
export const dropDraft = (id: string, edit: number) => ask<Draft>({ method: "POST", path: at(id, "/drop"), body: { edit } });

export interface TrialWanted {
  kind: Kind;
  body: Body;
  facts: Record<string, Said>;
  answers?: Record<string, string>;
  done?: string[];
  day?: string;
}

export const tryDefinition = (body: TrialWanted) => ask<Trial>({ method: "POST", path: "/desk/definitions/trial", body });
