import type { StoredFile } from "@/catalog/schema";
import { ask } from "./http";
import type { Page } from "./identity";
import type { Evidence } from "./items";

/** Disclosure and interaction: notices, consultations, letters, and applications that are still outside. */

export type Effect = "in-force" | "repealed" | "none";
export type Attachment = Pick<StoredFile, "id" | "name" | "mediaType" | "bytes">;

export interface Notice {
  id: string;
  category: string;
  department: string;
  regionCode: string;
  title: string;
  number: string;
  effect: Effect;
  issuedOn: string | null;
  publishedAt: string;
  source: string;
  evidence: Evidence;
}

export interface NoticeLink {
  id: string;
  title: string;
}

export interface NoticeDetail extends Notice {
  regionName: string;
  version: number;
  body: string;
  effectiveOn: string | null;
  attachments: Attachment[];
  interprets: NoticeLink | null;
  interpretations: NoticeLink[];
  versions: { version: number; publishedAt: string; reason: string }[];
  withdrawal: { at: string; reason: string } | null;
}

export interface NoticeCategory {
  code: string;
  zh: string;
  en: string;
  basis: string;
}

export type Stage = "draft" | "coming" | "open" | "ended" | "overdue" | "answered";
export type Outcome = "accepted" | "partly" | "not-accepted";

export interface Consultation {
  id: string;
  department: string;
  regionCode: string;
  title: string;
  opensOn: string;
  closesOn: string;
  stage: Stage;
  resultDueOn: string;
  comments: number;
  source: string;
  evidence: Evidence;
}

export interface Group {
  heading: string;
  comments: number;
  outcome: Outcome;
  reason: string;
}

export interface ConsultationDetail extends Consultation {
  regionName: string;
  intro: string;
  sections: { heading: string; text: string }[];
  normative: boolean;
  shortReason: string;
  termBasis: string;
  result: { publishedAt: string; summary: string; groups: Group[] } | null;
}

export interface Comment {
  id: string;
  section: number | null;
  text: string;
  at: string;
  withdrawnAt: string | null;
  forOrganisation: boolean;
}

export const LETTER_KINDS = ["inquiry", "suggestion", "complaint", "plea"] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];
export type LetterState = "received" | "assigned" | "proposed" | "answered" | "refused" | "closed";
export type LetterAction =
  | "write"
  | "assign"
  | "transfer"
  | "refuse"
  | "propose"
  | "return"
  | "approve"
  | "ask-again"
  | "settle";

export interface LetterBox {
  id: string;
  department: string;
  regionCode: string;
  title: string;
  about: string;
  leader: boolean;
}

export interface LetterTerm {
  kind: LetterKind;
  days: number;
  source: string;
  evidence: Evidence;
}

export interface LetterSummary {
  id: string;
  number: string;
  kind: LetterKind;
  subject: string;
  department: string;
  regionCode: string;
  state: LetterState;
  receivedAt: string;
  changedAt: string;
  dueOn: string;
  dueProvisional: boolean;
  overdue: boolean;
  askedAgain: boolean;
}

export interface Letter extends LetterSummary {
  text: string;
  publishable: boolean;
  published: boolean;
  attachments: Attachment[];
  solved: boolean | null;
  term: LetterTerm;
  stations: { action: LetterAction; at: string; department: string; text: string }[];
  mayAskAgain: boolean;
}

export interface WriteLetter {
  boxId: string;
  kind: LetterKind;
  subject: string;
  text: string;
  publishable: boolean;
  files: string[];
}

export interface PublicLetter {
  id: string;
  kind: LetterKind;
  department: string;
  regionCode: string;
  title: string;
  question: string;
  answer: string;
  receivedOn: string;
  publishedAt: string;
  solved: boolean | null;
}

export const MIGRATION_STATES = ["registered", "planned", "migrating", "merged", "retired", "exempt"] as const;
export type MigrationState = (typeof MIGRATION_STATES)[number];
export const OUTSIDE_KINDS = ["app", "mini-program", "account", "h5", "site"] as const;

export interface OutsideApp {
  id: string;
  name: string;
  department: string;
  regionCode: string;
  kind: (typeof OUTSIDE_KINDS)[number];
  link: string;
  users: number | null;
  usersAsOf: string | null;
  itemCodes: string[];
  services: string;
  state: MigrationState;
  plannedOn: string | null;
  mergedInto: string | null;
  exemptReason: string;
  exemptUntil: string | null;
  contact: string;
  overdue: boolean;
  version: number;
  changedAt: string;
  source: string;
  evidence: Evidence;
}

const PAGE = 20;

/** The question of an address; what is absent is left out. */
export function query(values: Record<string, string | null | undefined>): string {
  const given = Object.entries(values).filter((one): one is [string, string] => Boolean(one[1]));
  return new URLSearchParams(given).toString();
}

const list = <Item>(path: string, values: Record<string, string | null | undefined>, open = true) =>
  ask<Page<Item>>({ method: "GET", path: `${path}?${query({ limit: String(PAGE), ...values })}`, open });
const at = (path: string, id: string, rest = "") => `${path}/${encodeURIComponent(id)}${rest}`;

export type Wanted = { regionCode?: string; q?: string; category?: string; cursor?: string | null };

export const notices = (wanted: Wanted) => list<Notice>("/notices", wanted);
export const noticeCategories = () =>
  ask<{ categories: NoticeCategory[] }>({ method: "GET", path: "/notices/categories", open: true });
export const notice = (id: string, version?: number) =>
  ask<NoticeDetail>({ method: "GET", path: at("/notices", id, version ? `?version=${version}` : ""), open: true });
export const noticeFilePath = (id: string, file: string) => at("/notices", id, `/files/${encodeURIComponent(file)}`);

export const consultations = (wanted: Wanted) => list<Consultation>("/consultations", wanted);
export const consultation = (id: string) =>
  ask<ConsultationDetail>({ method: "GET", path: at("/consultations", id), open: true });
export const myComments = (id: string) =>
  ask<Page<Comment>>({ method: "GET", path: at("/consultations", id, "/comments?limit=50") });
export const giveComment = (id: string, body: { text: string; section: number | null; organisationId: string | null }) =>
  ask<Comment>({ method: "POST", path: at("/consultations", id, "/comments"), body });
export const withdrawComment = (id: string, comment: string) =>
  ask<Comment>({ method: "DELETE", path: at("/consultations", id, `/comments/${encodeURIComponent(comment)}`) });

export const letterBoxes = (regionCode: string) =>
  ask<{ boxes: LetterBox[]; terms: LetterTerm[] }>({
    method: "GET",
    path: `/letter-boxes?${query({ regionCode })}`,
    open: true,
  });
export const writeLetter = (body: WriteLetter) => ask<Letter>({ method: "POST", path: "/letters", body });
export const myLetters = (cursor: string | null) => list<LetterSummary>("/letters", { cursor }, false);
export const letter = (id: string) => ask<Letter>({ method: "GET", path: at("/letters", id) });
export const letterFilePath = (id: string, file: string) => at("/letters", id, `/files/${encodeURIComponent(file)}`);
export const askAgain = (id: string, text: string) =>
  ask<Letter>({ method: "POST", path: at("/letters", id, "/follow-up"), body: { text } });
export const settleLetter = (id: string, solved: boolean) =>
  ask<Letter>({ method: "POST", path: at("/letters", id, "/verdict"), body: { solved } });
export const publicLetters = (wanted: Wanted) => list<PublicLetter>("/public-letters", wanted);
export const publicLetter = (id: string) =>
  ask<PublicLetter>({ method: "GET", path: at("/public-letters", id), open: true });

export const outsideApps = (wanted: { regionCode?: string; q?: string; state?: string; cursor?: string | null }) =>
  list<OutsideApp>("/outside-apps", wanted);
