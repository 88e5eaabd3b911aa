import type { Bilingual } from "./applications";
import { ask } from "./http";
import type { Page } from "./identity";

/** Whether I get messages of one kind; each is on until it is turned off. */
export interface NoticeSwitch {
  purpose: string;
  title: Bilingual;
  on: boolean;
}

export const noticeSwitches = () => ask<Page<NoticeSwitch>>({ method: "GET", path: "/me/campaign-switches?limit=100" });
export const switchNotice = (purpose: string, on: boolean) =>
  ask<NoticeSwitch>({ method: "PUT", path: `/me/campaign-switches/${encodeURIComponent(purpose)}`, body: { on } });
