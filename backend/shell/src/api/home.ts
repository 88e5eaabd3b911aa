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

export interface Home {
  greeting: string;
  person: { name: string; regionCode: string; regionName: string };
  miniApps: MiniApp[];
  unreadMessages: number;
  /** What the season or the person's situation suggests; shown only when the server says so. */
  hints?: { title: string; text: string; miniAppId?: string }[];
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
export const miniApps = () => ask<Page<MiniApp>>({ method: "GET", path: "/mini-apps" });
export const messages = (cursor?: string | null) =>
  ask<Page<MessageLine>>({ method: "GET", path: `/messages${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}` });
export const message = (id: string) => ask<Message>({ method: "GET", path: `/messages/${encodeURIComponent(id)}` });
export const markRead = (id: string) => ask<void>({ method: "POST", path: `/messages/${encodeURIComponent(id)}/read` });
