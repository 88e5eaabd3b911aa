import { ask } from "./http";
import type { Page } from "./identity";

export interface Region {
  code: string;
  name: string;
  fullName?: string;
}

/** One division with the way down to it, the province first. */
export interface RegionDetail extends Region {
  fullName: string;
  path: Region[];
}

export const PROVINCE = "620000";
const PAGE = 100;
// Digits of a code by level; a shorter code stands for all longer ones that begin with it.
const WIDTHS = [2, 4, 6, 9, 12];

const kept = new Map<string, Promise<Region[]>>();

/** What a division governs, asked once per visit: it changes a few times a year. */
export function children(code: string): Promise<Region[]> {
  const asked = kept.get(code) ?? all(code);
  kept.set(code, asked);
  // A failure is not kept: the next try may reach the server.
  asked.catch(() => kept.delete(code));
  return asked;
}

/** One division and where it lies. */
export const region = (code: string) =>
  ask<RegionDetail>({ method: "GET", path: `/regions/${encodeURIComponent(code)}`, open: true });

/** Divisions whose name, pinyin or first letters begin so; the likeliest first. */
export const findRegions = (words: string) =>
  ask<Page<Region>>({ method: "GET", path: `/regions/search?limit=8&q=${encodeURIComponent(words)}`, open: true });

async function all(code: string): Promise<Region[]> {
  const found: Region[] = [];
  let cursor: string | null | undefined;
  do {
    const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const path = `/regions/${encodeURIComponent(code)}/children?limit=${PAGE}${more}`;
    const page = await ask<Page<Region>>({ method: "GET", path, open: true });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

/** Whether `code` is `wanted` or stands above it, by the digits that carry its level. */
export function covers(code: string, wanted: string): boolean {
  const width = WIDTHS.find((width) => /^0*$/.test(code.slice(width))) ?? code.length;
  return wanted !== "" && wanted.startsWith(code.slice(0, width));
}
