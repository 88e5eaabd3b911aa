import { ask } from "./http";
import type { Page } from "./identity";
import {
  type Attachment,
  type Consultation,
  type ConsultationDetail,
  type Effect,
  type Group,
  type Letter,
  type LetterAction,
  type LetterSummary,
  type MigrationState,
  type OutsideApp,
  query,
} from "./interaction";

/** What officers do: publish, ask the public, answer letters; and the register of applications outside. */

export interface Office {
  department: string;
  regionCode: string;
}

export type NoticeState = "draft" | "submitted" | "published";

export interface DeskVersion {
  version: number;
  state: NoticeState;
  title: string;
  body: string;
  number: string;
  effect: Effect;
  issuedOn: string | null;
  effectiveOn: string | null;
  attachments: Attachment[];
  interprets: string | null;
  reason: string;
  returned: string;
  changedAt: string;
}

export interface DeskNotice extends Office {
  id: string;
  category: string;
  live: DeskVersion | null;
  open: DeskVersion | null;
  withdrawal: { at: string; reason: string } | null;
  mayCheck: boolean;
}

export interface DeskNoticeLine extends Office {
  id: string;
  category: string;
  title: string;
  state: NoticeState;
  withdrawn: boolean;
  version: number;
  changedAt: string;
}

export interface NoticeText {
  title: string;
  body: string;
  number: string;
  effect: Effect;
  issuedOn: string | null;
  effectiveOn: string | null;
  files: string[];
  interprets: string | null;
}

export interface ConsultationText {
  title: string;
  intro: string;
  sections: { heading: string; text: string }[];
  opensOn: string;
  closesOn: string;
  normative: boolean;
  shortReason: string;
}

export interface ConsultationResult {
  summary: string;
  groups: Group[];
}

export interface DeskConsultation extends ConsultationDetail {
  proposed: ConsultationResult | null;
  mayCheck: boolean;
}

export interface DeskComment {
  id: string;
  section: number | null;
  text: string;
  at: string;
  forOrganisation: boolean;
}

export interface DeskLetter extends Letter {
  writer: string;
  proposal: string;
  transfersLeft: number;
  may: LetterAction[];
  mayPublish: boolean;
}

export interface OutsideFigures {
  total: number;
  states: Record<MigrationState, number>;
  overdue: number;
}

export type OutsideEntry = Omit<OutsideApp, "id" | "overdue" | "changedAt" | "source" | "evidence" | "version">;

const get = <Answer>(path: string) => ask<Answer>({ method: "GET", path });
const post = <Answer>(path: string, body?: unknown) => ask<Answer>({ method: "POST", path, body });
const put = <Answer>(path: string, body: unknown) => ask<Answer>({ method: "PUT", path, body });
const on = (kind: string, id: string, rest = "") => `/desk/${kind}/${encodeURIComponent(id)}${rest}`;
const page = (cursor: string | null, state?: string) => query({ limit: "20", cursor, state });

export const myOffices = async () => (await get<{ offices: Office[] }>("/desk/offices")).offices;

export const deskNotices = (state: string, cursor: string | null) =>
  get<Page<DeskNoticeLine>>(`/desk/notices?${page(cursor, state)}`);
export const deskNotice = (id: string) => get<DeskNotice>(on("notices", id));
export const draftNotice = (body: NoticeText & Office & { category: string }) => post<DeskNotice>("/desk/notices", body);
export const reviseNotice = (id: string, body: NoticeText) => put<DeskNotice>(on("notices", id, "/draft"), body);
export const discardNotice = (id: string) => ask<void>({ method: "DELETE", path: on("notices", id, "/draft") });
export type NoticeMove = "submission" | "publication" | "return" | "correction" | "withdrawal";
export const moveNotice = (id: string, move: NoticeMove, reason?: string) =>
  post<DeskNotice>(on("notices", id, `/${move}`), reason === undefined ? undefined : { reason });

export const deskConsultations = (cursor: string | null) =>
  get<Page<Consultation>>(`/desk/consultations?${page(cursor)}`);
export const deskConsultation = (id: string) => get<DeskConsultation>(on("consultations", id));
export const draftConsultation = (body: ConsultationText & Office) => post<DeskConsultation>("/desk/consultations", body);
export const reviseConsultation = (id: string, body: ConsultationText) =>
  put<DeskConsultation>(on("consultations", id, "/draft"), body);
export const openConsultation = (id: string) => post<DeskConsultation>(on("consultations", id, "/opening"));
export const deskComments = (id: string, cursor: string | null) =>
  get<Page<DeskComment>>(on("consultations", id, `/comments?${page(cursor)}`));
export const proposeResult = (id: string, body: ConsultationResult) =>
  put<DeskConsultation>(on("consultations", id, "/result"), body);
export const publishResult = (id: string) => post<DeskConsultation>(on("consultations", id, "/result-publication"));

export const deskLetters = (state: string, cursor: string | null) =>
  get<Page<LetterSummary>>(`/desk/letters?${page(cursor, state)}`);
export const deskLetter = (id: string) => get<DeskLetter>(on("letters", id));
export const deskLetterFilePath = (id: string, file: string) => on("letters", id, `/files/${encodeURIComponent(file)}`);
export const assignLetter = (id: string) => post<DeskLetter>(on("letters", id, "/assignment"));
export const transferLetter = (id: string, boxId: string, reason: string) =>
  post<LetterSummary>(on("letters", id, "/transfer"), { boxId, reason });
export const refuseLetter = (id: string, reason: string) => post<DeskLetter>(on("letters", id, "/refusal"), { reason });
export const proposeAnswer = (id: string, text: string) => post<DeskLetter>(on("letters", id, "/answer"), { text });
export const returnAnswer = (id: string, reason: string) =>
  post<DeskLetter>(on("letters", id, "/answer-return"), { reason });
export const approveAnswer = (id: string) => post<DeskLetter>(on("letters", id, "/answer-approval"));
export const publishLetter = (id: string, body: { title: string; question: string; answer: string }) =>
  post<DeskLetter>(on("letters", id, "/publication"), body);

export const outsideFigures = () => get<OutsideFigures>("/outside-apps/figures");
export const registerOutside = (body: OutsideEntry) => post<OutsideApp>("/desk/outside-apps", body);
export const changeOutside = (id: string, body: OutsideEntry & { version: number }) =>
  put<OutsideApp>(on("outside-apps", id), body);
export const outsideTablePath = "/desk/outside-apps/table.csv";
