import type { Subject } from "./applications";
import { ask } from "./http";
import type { Page } from "./identity";

export type AuthorityKind = "self" | "family" | "delegation" | "legal-person" | "agent";
export const ACTIONS = ["apply", "follow", "collect"] as const;
export type DelegationAction = (typeof ACTIONS)[number];

/** Somebody for whom the signed-in person may act, and by what right. */
export interface Acting {
  kind: AuthorityKind;
  subject: Subject;
  name: string;
  actions: DelegationAction[];
  basicCodes: string[];
  until: string | null;
  delegationId: string | null;
}

export interface ActingChoices {
  choices: Acting[];
  /** What could not be asked now, for example `family` when the register does not answer. */
  missing: string[];
  nextCursor: string | null;
}

interface Party {
  subject: Subject;
  name: string;
}

export interface Delegation {
  id: string;
  principal: Party;
  agent: Party;
  actions: DelegationAction[];
  basicCodes: string[];
  fromDate: string;
  toDate: string;
  givenAt: string;
  state: "planned" | "in-force" | "over" | "ended";
  endedAt: string | null;
  endedBy: "principal" | "agent" | null;
}

export interface GiveDelegation {
  agentName: string;
  agentPhone: string;
  actions: DelegationAction[];
  basicCodes: string[];
  fromDate: string;
  toDate: string;
  onBehalfOf: string | null;
}

export const acting = () => ask<ActingChoices>({ method: "GET", path: "/me/acting?limit=100" });
export const given = () => ask<Page<Delegation>>({ method: "GET", path: "/me/delegations?limit=100" });
export const received = () => ask<Page<Delegation>>({ method: "GET", path: "/me/delegations/received?limit=100" });
export const give = (body: GiveDelegation) => ask<Delegation>({ method: "POST", path: "/me/delegations", body });
export const endDelegation = (id: string) =>
  ask<void>({ method: "DELETE", path: `/me/delegations/${encodeURIComponent(id)}` });
