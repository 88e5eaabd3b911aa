import type { Bilingual } from "./applications";
import { ask } from "./http";
import type { Page } from "./identity";

export interface Fact {
  label: string;
  value: string;
}

export interface MiniApp {
  id: string;
  name: string;
  shortName: string;
  description: string;
  department: { name: string };
  icon: string;
  /** The screen to open first. */
  opens: string;
}

/** What a reason rests on: which datum, who says so, and as of when. */
export interface Basis {
  attribute: string | null;
  title: Bilingual | null;
  source: string;
  asOf: string;
}

/** One part of what a card weighs; the parts add up to its score, and the scores are the order. */
export interface Reason {
  feature: string;
  title: Bilingual;
  about: string;
  contribution: number;
  basis: Basis[];
}

export interface HomeCard {
  id: string;
  kind: "case" | "draft" | "guide" | "item" | "bundle" | "app" | "hall";
  title: string;
  text: string | null;
  to: string;
  dueOn: string | null;
  tone: "plain" | "urgent";
  score: number | null;
  reasons: Reason[];
  /** What rules did beside the weights: a deadline comes first, one sector does not fill the page. */
  steps: { rule: string; title: Bilingual; place: number | null; at: number | null; basis: Basis[] }[];
}

export interface HomeSection {
  id: "to-do" | "continue" | "life" | "for-you" | "near";
  title: string;
  cards: HomeCard[];
}

export interface Home {
  greeting: string;
  person: { name: string; regionCode: string; regionName: string };
  /** Whether the person agreed that their data order the page. */
  personalised: boolean;
  sections: HomeSection[];
  miniApps: MiniApp[];
  unreadMessages: number;
  /** Handed back with what was on the screen, so that the order can learn. */
  seen: string | null;
}

export interface SeenCard {
  card: string;
  position: number;
  outcome: "shown" | "open";
}

export interface MessageLine {
  id: string;
  title: string;
  summary: string;
  sender: string;
  at: string;
  readAt: string | null;
}

export interface Message extends MessageLine {
  body: string;
  facts?: Fact[];
}

export const home = () => ask<Home>({ method: "GET", path: "/home" });
export const seen = (token: string, cards: SeenCard[]) =>
  ask<{ kept: number }>({ method: "POST", path: "/me/home/seen", body: { seen: token, cards } });
export const notInterested = (card: string) =>
  ask<void>({ method: "PUT", path: `/me/home/not-interested/card/${encodeURIComponent(card)}` });
export const interestedAgain = (card: string) =>
  ask<void>({ method: "DELETE", path: `/me/home/not-interested/card/${encodeURIComponent(card)}` });
export const miniApps = () => ask<Page<MiniApp>>({ method: "GET", path: "/mini-apps" });
export const messages = (cursor?: string | null) =>
  ask<Page<MessageLine>>({ method: "GET", path: `/messages${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}` });
export const message = (id: string) => ask<Message>({ method: "GET", path: `/messages/${encodeURIComponent(id)}` });
export const markRead = (id: string) => ask<void>({ method: "POST", path: `/messages/${encodeURIComponent(id)}/read` });

/** Where the actions of a campaign's message lead; such a message says so in its facts. */
export const CAMPAIGN = "/api/v1/me/campaign-";
const OPENS = /^\/api\/v1(\/me\/campaign-messages\/[0-9a-f-]{36}\/open)$/;
const SWITCHES = /^\/api\/v1(\/me\/campaign-switches\/[a-z-]{1,40})$/;

export const isCampaignLink = (address: string): boolean => OPENS.test(address);

export interface Opened {
  link: { kind: "item" | "scenario" | "mini-app"; code: string } | null;
}

export const openCampaign = (address: string) =>
  ask<Opened>({ method: "POST", path: OPENS.exec(address)?.[1] ?? "/" });
export const switchCampaignsOff = (address: string) =>
  ask<{ on: boolean }>({ method: "PUT", path: SWITCHES.exec(address)?.[1] ?? "/", body: { on: false } });

export interface PublicHome {
  greeting: string;
  sections: HomeSection[];
  miniApps: MiniApp[];
}

/** What the first screen shows to whoever is not signed in. */
export const publicHome = () => ask<PublicHome>({ method: "GET", path: "/home/public", open: true });
