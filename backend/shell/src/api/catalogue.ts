import type { Evidence } from "./items";
import { ask } from "./http";
import type { Page } from "./identity";

/** The desk of the item catalogue: versions on their way to publication, and what places have differently. */

export type VersionState = "draft" | "submitted" | "rejected" | "published" | "changing" | "cancelled";
export type VersionAction = "submit" | "approve" | "reject" | "cancel";

export interface ItemVersion {
  id: string;
  kind: "item" | "override" | "bundle";
  code: string;
  regionCode: string;
  version: number;
  state: VersionState;
  stateTitle: string;
  name: string;
  validFrom: string | null;
  validTo: string | null;
  batch: string | null;
  editedBy: string;
  submittedBy: string | null;
  approvedBy: string | null;
  reason: string;
  illegal: string[];
  changedAt: string;
  source: string;
  evidence: Evidence;
}

export interface Deviation {
  element: string;
  standard: string;
  local: string;
  allowed: boolean;
  zh: string;
  en: string;
}

export interface Drift {
  basicCode: string;
  name: string;
  regionCode: string;
  regionName: string;
  allowed: boolean;
  deviations: Deviation[];
}

export interface DriftOverview {
  standardItems: number;
  places: { regionCode: string; regionName: string; differing: number; forbidden: number }[];
}

const more = (cursor?: string | null) => (cursor ? `&cursor=${encodeURIComponent(cursor)}` : "");
const get = <Answer>(path: string) => ask<Answer>({ method: "GET", path: `/item-catalogue${path}` });

export const driftOverview = () => get<DriftOverview>("/drift/overview");
export const driftOf = (regionCode: string, cursor?: string | null) =>
  get<Page<Drift>>(`/drift?regionCode=${encodeURIComponent(regionCode)}&limit=50${more(cursor)}`);
export const versions = (state: VersionState | "", cursor?: string | null) =>
  get<Page<ItemVersion>>(`/versions?limit=50${state ? `&state=${state}` : ""}${more(cursor)}`);
export const changeVersions = (action: VersionAction, ids: string[], reason: string) =>
  ask<{ changed: ItemVersion[]; flagged: ItemVersion[] }>({
    method: "POST",
    path: "/item-catalogue/versions/actions",
    body: { action, ids, reason },
  });
