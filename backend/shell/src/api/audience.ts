import type { Bilingual } from "./applications";
import { ask } from "./http";
import type { Page } from "./identity";
import type { Condition } from "./conditions";
import type { Audience } from "./scenarios";
import type { Word } from "./studio";

/** Groups of people for whom a condition holds, told in tens and never below fifty; and messages to them. */

export interface Segment {
  id: string;
  title: string;
  kind: Audience;
  purpose: string;
  ground: string;
  department: string;
  condition: Condition;
  words: Bilingual;
  version: number;
  madeAt: string;
  changedAt: string;
}

export interface Coarse {
  atLeast: number | null;
  fewerThan: number | null;
}

export interface Estimate {
  segmentId: string;
  asOf: string;
  members: Coarse;
  step: number;
  words: Bilingual;
}

export type CampaignState = "draft" | "proposed" | "sending" | "done" | "stopped";

export interface CampaignMessage {
  titleZh: string;
  bodyZh: string;
  titleEn?: string | null;
  bodyEn?: string | null;
}

export interface CampaignLink {
  kind: "item" | "scenario" | "mini-app";
  code: string;
}

export interface Campaign {
  id: string;
  segmentId: string;
  segmentTitle: string;
  kind: Audience;
  purpose: string;
  department: string;
  words: Bilingual;
  message: CampaignMessage;
  link: CampaignLink | null;
  cap: number;
  holdOut: number;
  state: CampaignState;
  madeBy: string;
  madeAt: string;
  proposedBy: string | null;
  approvedBy: string | null;
  reason: string | null;
  endedAt: string | null;
}

export interface EffectArm {
  members: Coarse;
  read: Coarse | null;
  opened: Coarse | null;
  started: Coarse;
}

export interface Effect {
  sent: EffectArm;
  heldOut: EffectArm;
  days: number;
}

const get = <Answer>(path: string) => ask<Answer>({ method: "GET", path: `/desk${path}` });
const post = <Answer>(path: string, body?: unknown) => ask<Answer>({ method: "POST", path: `/desk${path}`, body });
const more = (cursor?: string | null) => (cursor ? `&cursor=${encodeURIComponent(cursor)}` : "");
const one = (id: string) => encodeURIComponent(id);

export const segments = (cursor?: string | null) => get<Page<Segment>>(`/audiences?limit=50${more(cursor)}`);
export const segment = (id: string) => get<Segment>(`/audiences/${one(id)}`);
export const segmentWords = async (kind: Audience) =>
  (await get<Page<Word>>(`/audiences/vocabulary?kind=${kind}&limit=100`)).items.map((word) => ({
    ...word,
    choices: (word.choices as unknown as string[]).map((value) => ({ value, title: value })),
  }));
export interface SegmentWanted {
  title: string;
  kind: Audience;
  purpose: string;
  ground: string;
  department: string;
  condition: Condition;
}
export const makeSegment = (body: SegmentWanted) => post<Segment>("/audiences", body);
export const reviseSegment = (id: string, body: { version: number; title: string; ground: string; condition: Condition }) =>
  ask<Segment>({ method: "PUT", path: `/desk/audiences/${one(id)}`, body });
export const estimate = (id: string) => post<Estimate>(`/audiences/${one(id)}/estimate`);

export const campaigns = (cursor?: string | null) => get<Page<Campaign>>(`/campaigns?limit=50${more(cursor)}`);
export const campaign = (id: string) => get<Campaign>(`/campaigns/${one(id)}`);
export interface CampaignWanted {
  segmentId: string;
  message: CampaignMessage;
  cap: number;
  link?: CampaignLink;
  holdOut: number;
}
export const makeCampaign = (body: CampaignWanted) => post<Campaign>("/campaigns", body);
export const propose = (id: string) => post<Campaign>(`/campaigns/${one(id)}/propose`);
export const approve = (id: string) => post<Campaign>(`/campaigns/${one(id)}/approve`);
export const stop = (id: string, reason: string) => post<Campaign>(`/campaigns/${one(id)}/stop`, { reason });
export const effect = (id: string) => get<Effect>(`/campaigns/${one(id)}/effect`);
