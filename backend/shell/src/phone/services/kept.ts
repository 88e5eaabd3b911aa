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

/** What a page shows; without a network what it showed last. Kept with the drafts of the person, and gone with them.
 *
 * `less` makes what is kept of what is shown, where not all of it should lie on a phone.
 */
export function useKept<Value>(
  name: string | (() => string),
  fetchValue: () => Promise<Value>,
  less: (value: Value) => Value = (value) => value,
): LoadedOrKept<Value> {
  const asOf = ref<string>();
  const person = shallowRef("");

  async function fetchOrRecall(): Promise<Value> {
    const wanted = typeof name === "string" ? name : name();
    asOf.value = undefined;
    try {
      person.value ||= (await whoAmI()).id;
      const value = await fetchValue();
      const kept: Kept<Value> = { value: less(value), at: new Date().toISOString() };
      keepDraft(draftName(person.value, "seen", wanted), kept as unknown as Data);
      return value;
    } catch (cause) {
      const kept = person.value && (draft(draftName(person.value, "seen", wanted)) as Kept<Value> | undefined);
      if (!(cause instanceof NoAnswer) || !kept) throw cause;
      asOf.value = kept.at;
      return kept.value;
    }
  }

  return { ...useLoaded(fetchOrRecall), asOf };
}
