import type { AuthorityKind, DelegationAction } from "./acting";
import type { Bilingual } from "./applications";
import type { HomeCard } from "./home";
import { ask } from "./http";
import type { Page } from "./identity";
import type { Evidence } from "./items";

export type ThingState = "open" | "under-way" | "done";

/** An item or bundle of one part of a firm's life; `source` says who knows that it is done, if no case of ours does. */
export interface StageThing {
  id: string;
  title: string;
  text: string;
  to: string;
  state: ThingState;
  caseId: string | null;
  since: string | null;
  source: string | null;
}

export interface StageGuide {
  code: string;
  title: Bilingual;
  to: string;
  state: ThingState;
  done: number;
  left: number;
  dueOn: string | null;
}

export interface FirmStage {
  code: string;
  title: string;
  about: string;
  guides: StageGuide[];
  /** The first ones; `total` counts all. */
  things: StageThing[];
  total: number;
  done: number;
  underWay: number;
  source: string;
  evidence: Evidence;
}

export interface FirmSection {
  id: "to-do" | "continue" | "life" | "for-you" | "policies";
  title: string;
  cards: HomeCard[];
}

export interface FirmHome {
  greeting: string;
  firm: { id: string; name: string; kind: string; regionCode: string; regionName: string };
  acting: { authority: AuthorityKind; until: string | null; actions: DelegationAction[]; items: number | null };
  personalised: boolean;
  sections: FirmSection[];
  stages: FirmStage[];
}

/** Nobody may act for this firm (any more), or there is none: the same answer. */
export const NOT_YOURS = "profiles.firm-not-yours";

const FIRMS = "/home/firms";
const pathOf = (firm: string) => [FIRMS, encodeURIComponent(firm)].join("/");
export const firmHome = (firm: string) => ask<FirmHome>({ method: "GET", path: pathOf(firm) });
export const stageThings = (firm: string, stage: string, cursor?: string | null) =>
  ask<Page<StageThing>>({
    method: "GET",
    path: `${pathOf(firm)}/stages/${encodeURIComponent(stage)}/things?limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
  });
