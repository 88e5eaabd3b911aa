import { ask } from "./http";
import type { Page } from "./identity";
import type { ItemHit } from "./items";

/** What somebody may mean while they type. */
export interface SuggestedItem {
  basicCode: string;
  name: string;
  /** The words it was found by: everyday ones, or its own name. */
  text: string;
  /** What it can be done together with. */
  bundles?: string[];
}

export interface Asked {
  words: string;
  regionCode?: string;
  audience?: string;
}

const query = ({ words, regionCode, audience }: Asked, limit: number) => {
  const values = new URLSearchParams({ q: words, limit: String(limit) });
  if (regionCode) values.set("regionCode", regionCode);
  if (audience) values.set("audience", audience);
  return values;
};

export const searchItems = (asked: Asked) =>
  ask<Page<ItemHit>>({ method: "GET", path: `/items/search?${query(asked, 30)}`, open: true });
export const suggestItems = (asked: Asked) =>
  ask<Page<SuggestedItem>>({ method: "GET", path: `/items/suggest?${query(asked, 8)}`, open: true });
