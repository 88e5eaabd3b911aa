import { ref, type Ref, shallowRef } from "vue";
import { NoAnswer } from "@/api/troubles";
import type { Data } from "@/catalog/schema";
import { useLoaded, type Loaded } from "@/load";
import { draft, draftName, keepDraft } from "@/miniapp/drafts";
import { whoAmI } from "../person";

interface Kept<Value> {
  value: Value;
  at: string;
}

export interface LoadedOrKept<Value> extends Loaded<Value> {
  /** When what is shown was fetched, if there is no network now. */
  asOf: Ref<string | undefined>;
}

/** What a page shows; without a network what it showed last. Kept with the drafts of the person, and gone with them. */
export function useKept<Value>(name: string, fetchValue: () => Promise<Value>): LoadedOrKept<Value> {
  const asOf = ref<string>();
  const person = shallowRef("");

  async function fetchOrRecall(): Promise<Value> {
    asOf.value = undefined;
    try {
      person.value ||= (await whoAmI()).id;
      const value = await fetchValue();
      const kept: Kept<Value> = { value, at: new Date().toISOString() };
      keepDraft(draftName(person.value, "seen", name), kept as unknown as Data);
      return value;
    } catch (cause) {
      const kept = person.value && (draft(draftName(person.value, "seen", name)) as Kept<Value> | undefined);
      if (!(cause instanceof NoAnswer) || !kept) throw cause;
      asOf.value = kept.at;
      return kept.value;
    }
  }

  return { ...useLoaded(fetchOrRecall), asOf };
}
