import { ref, shallowRef } from "vue";
import { type ActionAnswer, CONSENT_NEEDED, type ConsentRequest, perform, type Receipt } from "@/api/miniapps";
import { isRefused, Refused } from "@/api/troubles";
import type { Data } from "@/catalog/schema";
import type { Screen } from "@/catalog/screen";
import type { Troubles } from "@/catalog/validation";
import { inLanguage } from "@/texts/texts";
import { dropDraft, keepDraft, settleKey, submitKey } from "../drafts";

/** One visit of a person to a mini-app: the screen shown, what is being asked, what came of it. */
export function useVisit(app: string, draftOf: (screen: string) => Promise<string>) {
  const screen = shallowRef<Screen>();
  const receipt = shallowRef<Receipt>();
  const consent = shallowRef<ConsentRequest>();
  const refused = ref(false);
  const troubles = shallowRef<Troubles>({});
  const trouble = shallowRef<unknown>(null);
  const busy = ref(false);
  let pending: (() => Promise<void>) | undefined;

  /** Run `work`; when it needs a consent, ask for it and run `work` again once it is given. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    trouble.value = null;
    refused.value = false;
    pending = work;
    try {
      await work();
    } catch (cause) {
      const asked = isRefused(cause, CONSENT_NEEDED) && (cause.problem.params?.consent as ConsentRequest | undefined);
      if (asked) consent.value = asked;
      else trouble.value = cause;
    } finally {
      busy.value = false;
    }
  }

  function again(): Promise<void> {
    consent.value = undefined;
    return pending ? attempt(pending) : Promise.resolve();
  }

  function refuse(): void {
    consent.value = undefined;
    refused.value = true;
  }

  /** Send an action; `from` names the screen whose draft it settles. */
  function act(from: string, action: string, data: Data): Promise<void> {
    return attempt(async () => {
      const draft = await draftOf(from);
      const key = submitKey(draft);
      try {
        settle(draft, data, await perform(app, action, data, key));
      } catch (cause) {
        // A clear no ends this submit; without an answer the next try must be the same one.
        if (cause instanceof Refused && cause.problem.status < 500) settleKey(draft);
        throw cause;
      }
    });
  }

  function settle(draft: string, data: Data, answer: ActionAnswer): void {
    settleKey(draft);
    const complaints = (answer.errors ?? []).map((one) => [one.field.replace(/^\//, ""), inLanguage(one)]);
    troubles.value = Object.fromEntries(complaints);
    if (answer.outcome === "invalid") return keepDraft(draft, data);
    dropDraft(draft);
    if (answer.receipt) receipt.value = answer.receipt;
    if (answer.screen) screen.value = answer.screen;
  }

  return { screen, receipt, consent, refused, troubles, trouble, busy, attempt, again, refuse, act };
}
