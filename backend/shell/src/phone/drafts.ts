import type { Data } from "@/catalog/schema";
import { newId } from "@/api/ids";
import { forget, forgetAll, recallJson, remember } from "@/storage";

/** What somebody typed into one screen and did not submit yet. `key` is the Idempotency-Key of a submit whose outcome
 * is unknown: as long as the answers stay the same, another try is the same submit, even after a restart of the phone.
 */
interface Draft {
  data: Data;
  key?: string;
  at: number;
}

const PREFIX = "kuaiban.draft.";
// Personal data must not lie on a phone for ever.
const KEEP_MS = 30 * 24 * 3600 * 1000;

/** Drafts belong to a person, because families share phones. */
export function draftName(person: string, app: string, screen: string): string {
  return `${PREFIX}${person}.${app}.${screen}`;
}

export function draft(name: string): Data | undefined {
  return stored(name)?.data;
}

export function keepDraft(name: string, data: Data): void {
  remember(name, JSON.stringify({ data, at: Date.now() } satisfies Draft));
}

export function dropDraft(name: string): void {
  forget(name);
}

export function forgetDraftsOf(person: string): void {
  forgetAll(`${PREFIX}${person}.`);
}

/** The key for submitting the draft as it stands now. */
export function submitKey(name: string): string {
  const kept = stored(name) ?? { data: {}, at: Date.now() };
  const key = kept.key ?? newId();
  remember(name, JSON.stringify({ ...kept, key } satisfies Draft));
  return key;
}

/** The server answered: the next submit is a new one. */
export function settleKey(name: string): void {
  const kept = stored(name);
  if (kept?.key) keepDraft(name, kept.data);
}

function stored(name: string): Draft | undefined {
  const kept = recallJson(name) as Draft | null;
  if (!kept?.data) return undefined;
  if (Date.now() - kept.at < KEEP_MS) return kept;
  forget(name);
  return undefined;
}
