import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from "vue";
import * as api from "@/api/applications";
import { isRefused, NoAnswer } from "@/api/troubles";
import type { Data } from "@/catalog/schema";
import { draft as keptDraft, draftName, dropDraft, keepDraft } from "@/miniapp/drafts";
import { whoAmI } from "../person";

/** What the phone keeps until the server has it: the changes, the version they were made on, and what was seen last. */
interface Kept {
  version: number;
  pending: api.DraftChange;
  snapshot: api.Draft;
}

const SAVE_AFTER_MS = 1500;
const isNothing = (change: api.DraftChange) => !Object.keys(change).length;

/** Two changes one after the other are one change. */
function merged(before: api.DraftChange, now: api.DraftChange): api.DraftChange {
  const whole: api.DraftChange = { ...before, ...now };
  if (before.answers && now.answers) whole.answers = { ...before.answers, ...now.answers };
  if (before.scenario && now.scenario) whole.scenario = { ...before.scenario, ...now.scenario };
  if (before.materials && now.materials) whole.materials = { ...before.materials, ...now.materials };
  return whole;
}

export type Saving = "saved" | "saving" | "waiting" | "offline";

/** One application that is being prepared: on the server, on this phone until the server has it, on other devices too. */
export function useApplication(id: string) {
  const draft = shallowRef<api.Draft>();
  const trouble = shallowRef<unknown>(null);
  const saving = ref<Saving>("saved");
  const conflict = shallowRef<api.ChangedElsewhere>();
  /** The case that it became, on this or on another device. */
  const submitted = ref<string>();
  /** Counts forms that are drawn afresh; while somebody types the form stays as it stands. */
  const drawing = ref(0);
  let name = "";
  let pending: api.DraftChange = {};
  let base = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | undefined;

  /** What was typed on this phone and has not reached the server yet. */
  const typed = shallowRef<Data>({});

  function keep(): void {
    typed.value = { ...pending.answers };
    if (!name || !draft.value) return;
    const kept: Kept = { version: base, pending, snapshot: draft.value };
    keepDraft(name, kept as unknown as Data);
  }

  function take(fresh: api.Draft): void {
    draft.value = fresh;
    base = fresh.version;
    keep();
  }

  async function open(): Promise<void> {
    trouble.value = null;
    try {
      name = draftName((await whoAmI()).id, "applications", id);
    } catch {
      name = ""; // Out of reach before anybody knew who it is: nothing can be kept for them.
    }
    const kept = name ? (keptDraft(name) as Kept | undefined) : undefined;
    try {
      const fresh = await api.draft(id);
      pending = kept?.pending ?? {};
      draft.value = fresh;
      // Changes were made on an older version: the server merges them, or shows both values.
      base = isNothing(pending) ? fresh.version : (kept?.version ?? fresh.version);
      keep();
      drawing.value += 1;
      if (!isNothing(pending)) void flush();
    } catch (cause) {
      if (isRefused(cause, api.ALREADY_SUBMITTED)) {
        draft.value ??= kept?.snapshot; // Whether it was a bundle is known from what was seen last.
        return became(cause.problem.params?.caseId);
      }
      if (!(cause instanceof NoAnswer) || !kept) return void (trouble.value = cause);
      pending = kept.pending;
      base = kept.version;
      draft.value = kept.snapshot;
      typed.value = { ...pending.answers };
      saving.value = "offline";
      drawing.value += 1;
    }
  }

  function became(caseId: unknown): void {
    if (name) dropDraft(name);
    submitted.value = String(caseId ?? "");
  }

  /** Note a change; it is saved soon, or at once with `flush`. */
  function change(now: api.DraftChange): void {
    pending = merged(pending, now);
    saving.value = saving.value === "offline" ? "offline" : "waiting";
    keep();
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), SAVE_AFTER_MS);
  }

  /** Bring what is pending to the server; true when nothing is pending any more. */
  async function flush(): Promise<boolean> {
    clearTimeout(timer);
    if (running) await running;
    if (isNothing(pending) || conflict.value) return !conflict.value;
    running = send();
    try {
      return await running;
    } finally {
      running = undefined;
    }
  }

  async function send(): Promise<boolean> {
    const sent = pending;
    pending = {};
    saving.value = "saving";
    trouble.value = null;
    try {
      const fresh = await api.save(id, base, sent);
      take(fresh);
      saving.value = isNothing(pending) ? "saved" : "waiting";
      return isNothing(pending);
    } catch (cause) {
      pending = merged(sent, pending);
      keep();
      refused(cause);
      return false;
    }
  }

  function refused(cause: unknown): void {
    saving.value = cause instanceof NoAnswer ? "offline" : "waiting";
    if (isRefused(cause, api.CHANGED_ELSEWHERE))
      conflict.value = cause.problem.params as unknown as api.ChangedElsewhere;
    else if (isRefused(cause, api.ALREADY_SUBMITTED)) became(cause.problem.params?.caseId);
    else trouble.value = cause;
  }

  /** Somebody chose between two values: what is not `mine` is taken from the other device. */
  async function settle(mine: Set<string>): Promise<void> {
    const found = conflict.value;
    if (!found) return;
    const theirs = found.fields.filter((one) => !mine.has(one.key));
    pending = without(pending, theirs);
    base = found.version;
    conflict.value = undefined;
    keep();
    if (isNothing(pending)) return open();
    if (await flush()) drawing.value += 1;
  }

  /** Run something that answers with the whole draft: a consent, a scenario answer, a correction. */
  async function replace(work: (version: number) => Promise<api.Draft>): Promise<void> {
    await flush();
    take(await work(base));
    drawing.value += 1;
  }

  const online = () => void flush();
  const hidden = () => document.visibilityState === "hidden" && void flush();
  onMounted(() => {
    window.addEventListener("online", online);
    document.addEventListener("visibilitychange", hidden);
    void open();
  });
  onBeforeUnmount(() => {
    window.removeEventListener("online", online);
    document.removeEventListener("visibilitychange", hidden);
    void flush();
  });

  return {
    ...{ draft, trouble, saving, conflict, submitted, drawing, typed },
    ...{ open, change, flush, settle, replace, became },
    /** The name under which this phone keeps it, for the key of the submission. */
    keptName: () => name,
    version: computed(() => draft.value?.version ?? 0),
  };
}

/** The change without the fields for which the other device's value was chosen. */
function without(change: api.DraftChange, dropped: api.Conflict[]): api.DraftChange {
  const left: api.DraftChange = {};
  const parts = { answers: "answer", scenario: "scenario", materials: "material", corrections: "correction" } as const;
  for (const [part, what] of Object.entries(parts) as [keyof typeof parts, string][]) {
    const keys = dropped.filter((one) => one.what === what).map((one) => one.key);
    const rest = Object.entries(change[part] ?? {}).filter(([key]) => !keys.includes(key));
    if (rest.length) Object.assign(left, { [part]: Object.fromEntries(rest) });
  }
  if (change.committed !== undefined && !dropped.some((one) => one.what === "commitment"))
    left.committed = change.committed;
  return left;
}
