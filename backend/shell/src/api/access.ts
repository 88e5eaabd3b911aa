import type { Bilingual } from "./applications";
import { ask, download } from "./http";
import type { Page } from "./identity";

/** One look at data of mine, my minor children or my firms; refused and failed ones too. */
export interface Access {
  id: string;
  at: string;
  kind: "register" | "mini-app";
  outcome: "read" | "denied" | "failed" | "abandoned";
  reason: string | null;
  recipient: string;
  purposeText: Bilingual;
  basis: { kind: "consent" | "statutory" | "own"; text: Bilingual };
  facts: { name: string; title: Bilingual }[];
  about: { kind: string; id: string; relation: "self" | "child" | "firm"; name: string | null }[];
  byMe: boolean;
  caseRef: string | null;
  questions: { id: string; text: string; at: string }[];
}

export interface Child {
  id: string;
  name: string;
  birthDate: string;
  gender: string;
  isMinor: boolean;
}

export const accessHistory = (cursor?: string | null) =>
  ask<Page<Access>>({
    method: "GET",
    path: `/me/access-history${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`,
  });
export const exportAccessHistory = (format: "csv" | "json") =>
  download(`/me/access-history/export?format=${format}`, `access-history.${format}`);
export const askAbout = (id: string, text: string) =>
  ask<{ id: string; text: string; at: string }>({
    method: "POST",
    path: `/me/access-history/${encodeURIComponent(id)}/questions`,
    body: { text },
  });
export const myChildren = () => ask<Page<Child>>({ method: "GET", path: "/me/children" });
