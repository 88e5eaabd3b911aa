import type { Bilingual } from "./applications";
import { ask } from "./http";
import type { Page } from "./identity";
import type { Evidence } from "./items";

/** How the home is ordered, and what came of it. Weights are thousandths, rates millionths. */

export interface Weight {
  feature: string;
  title: Bilingual;
  weight: number;
  low: number;
  high: number;
}

export interface Weights {
  version: number;
  inForce: boolean;
  madeOn: string;
  fromVersion: number | null;
  learnedFrom: number;
  examples: number;
  lossBefore: number | null;
  lossAfter: number | null;
  weights: Weight[];
}

export interface Feature {
  name: string;
  title: Bilingual;
  about: Bilingual;
  ofPerson: string[];
  ofFirm: string[];
  use: boolean;
  low: number;
  high: number;
  source: string;
  evidence: Evidence;
}

export interface Experiment {
  code: string;
  title: Bilingual;
  validFrom: string;
  validTo: string;
  arms: { code: string; share: number; explore: number; weights: "in-force" | "prior" }[];
  inForce: boolean;
}

export interface Season {
  code: string;
  title: Bilingual;
  first: string;
  last: string;
  cards: string[];
  sectors: string[];
  source: string;
  evidence: Evidence;
}

export interface Figure {
  day: string;
  arm: string;
  people: number;
  shown: number;
  opened: number;
  started: number;
  unwanted: number;
  openRate: number;
  weightedOpenRate: number;
}

/** One model of behaviour in the simulation: how good each order is, NDCG@10 in ten-thousandths. */
export interface Offline {
  asOf: string;
  learnedFrom: number;
  heldOut: number;
  cards: number;
  versions: number;
  models: { code: string; title: Bilingual; ours: number; popularity: number; random: number; oracle: number }[];
  source: string;
  evidence: Evidence;
}

const get = <Answer>(path: string) => ask<Answer>({ method: "GET", path: `/desk/ranking${path}` });

export const weightsVersions = async () => (await get<Page<Weights>>("/weights?limit=50")).items;
export const features = async () => (await get<Page<Feature>>("/features?limit=100")).items;
export const experiments = async () => (await get<Page<Experiment>>("/experiments?limit=100")).items;
export const seasons = async () => (await get<Page<Season>>("/seasons?limit=100")).items;
export const offline = () => get<Offline>("/offline");
export const bindWeights = (version: number, reason: string) =>
  ask<{ version: number }>({ method: "POST", path: `/desk/ranking/weights/${version}/bind`, body: { reason } });

/** The figures of the last days, the oldest first: a page a hundred lines, so all arms of a month. */
export const figures = async () => (await get<Page<Figure>>("/figures?limit=100")).items.reverse();
