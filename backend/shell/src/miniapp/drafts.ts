import { newId } from "@/api/ids";
import type { Data } from "@/catalog/schema";
import { forget, forgetAll, recallJson, remember } from "@/storage";

/** A submit whose outcome may be unknown: the same answers again are the same submit, even after a restart of the phone.
 * The gesture belongs to it, because the server compares the whole request.
 */
interface Sending {
  key: string;
  gesture: string | null;
  /** Digest of what was sent; no copy of it. */
  digest: number;
}

/** What somebody typed into one screen and did not submit yet. */
interface Draft {
  data: Data;
  sending?: Sending;
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
  const kept = stored(name);
  return kept && Object.keys(kept.data).length ? kept.data : undefined;
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

/** Key and gesture for sending this now: those of the last try when that was the same and nobody knows what came of it. */
export function sendingOf(name: string, said: { action: string; data: Data; gesture: string | null }): Sending {
  const kept = stored(name) ?? { data: {}, at: Date.now() };
  const digest = digestOf(JSON.stringify([said.action, said.data]));
  const sending =
    kept.sending?.digest === digest ? kept.sending : { key: newId(), gesture: said.gesture, digest };
  remember(name, JSON.stringify({ ...kept, sending } satisfies Draft));
  return sending;
}

/** The server answered: the next submit is a new one. */
export function settle(name: string): void {
  const kept = stored(name);
  if (!kept?.sending) return;
  if (Object.keys(kept.data).length) keepDraft(name, kept.data);
  else forget(name);
}

/** FNV-1a: tells one answer from another, and nobody can read anything from it. */
function digestOf(text: string): number {
  let digest = 0x811c9dc5;
  for (const character of text) digest = Math.imul(digest ^ character.codePointAt(0)!, 0x01000193);
  return digest >>> 0;
}

function stored(name: string): Draft | undefined {
  const kept = recallJson(name) as Draft | null;
  if (!kept?.data) return undefined;
  if (Date.now() - kept.at < KEEP_MS) return kept;
  forget(name);
  return undefined;
}
