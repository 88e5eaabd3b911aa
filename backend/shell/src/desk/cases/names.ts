import { item } from "@/api/items";
import { officer } from "../officer";

const kept = new Map<string, string>();

/** What an item is called, for a filter that came with an address. */
export async function oneItemName(code: string): Promise<string> {
  const known = kept.get(code);
  if (known) return known;
  const found = await item(code, officer.value?.regionCode ?? "620000").catch(() => undefined);
  if (found) kept.set(code, found.name);
  return found?.name ?? code;
}
