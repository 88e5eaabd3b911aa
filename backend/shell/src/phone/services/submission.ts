import { useRouter } from "vue-router";
import { submitBundle, submitDraft } from "@/api/cases";
import { isRefused, Refused } from "@/api/troubles";
import { dropDraft, sendingOf, settle } from "@/miniapp/drafts";
import type { useApplication } from "./application";

// The draft is not what it was: it has to be read again before anybody hands it in.
const CHANGED = ["forms.facts-changed", "forms.stale-version"];

/** Hand an application in, once: the key of a submission whose outcome is unknown lies beside the draft, over restarts. */
export function useSubmission(id: string, application: ReturnType<typeof useApplication>) {
  const router = useRouter();
  const { draft } = application;

  const receiptOf = (caseId: string) =>
    draft.value?.kind === "bundle" ? `/bundle-cases/${caseId}/receipt` : `/cases/${caseId}/receipt`;

  async function send(version: number, key: string): Promise<{ id: string; queryCode?: string | null }> {
    const body = { version, channel: "phone" } as const;
    return draft.value?.kind === "bundle" ? submitBundle(id, body, key) : submitDraft(id, body, key);
  }

  async function submit(): Promise<void> {
    if (!(await application.flush())) return;
    const name = `${application.keptName()}.sending`;
    const version = application.version.value;
    const { key } = sendingOf(name, { action: "submit", data: { version }, gesture: null });
    try {
      const told = await send(version, key);
      dropDraft(name);
      dropDraft(application.keptName());
      await router.replace({ path: receiptOf(told.id), state: { queryCode: told.queryCode ?? undefined } });
    } catch (cause) {
      // A clear no ends this submission; without an answer the next try must be the same one.
      if (cause instanceof Refused && cause.problem.status < 500) settle(name);
      if (isRefused(cause, "forms.already-submitted")) return application.became(cause.problem.params?.caseId);
      if (CHANGED.some((code) => isRefused(cause, code))) await application.open();
      throw cause;
    }
  }

  return { submit, receiptOf };
}
