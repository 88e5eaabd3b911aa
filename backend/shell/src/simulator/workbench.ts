import { onBeforeUnmount, ref, shallowRef } from "vue";
import type { Launched } from "@/api/miniapps";
import { NoAnswer, refusalOf } from "@/api/troubles";
import type { Fact, Params } from "@/catalog/screen";

export interface Problem {
  code: string;
  severity: "error" | "warning";
  file: string;
  line: number;
  pointer?: string;
  zh: string;
  en: string;
  causeZh?: string;
  causeEn?: string;
  fixZh?: string;
  fixEn?: string;
}

export interface HostCall {
  capability: string;
  payload: unknown;
  answer: unknown;
}

export interface Call {
  at: string;
  kind: string;
  name: string;
  milliseconds: number;
  fuel: number | null;
  hostCalls: HostCall[];
  log: string[];
  error: { type: string; message: string; file?: string; line?: number } | null;
}

export interface Intent {
  name: string;
  screen: string;
  text: { zh: string; en: string };
  params: Record<string, "string" | "integer" | "boolean">;
}

/** What the development server knows; of what belongs to a person, that of the present persona. */
export interface State {
  /** Null while the very first source cannot be read. */
  app: { id: string; name: string; opens: string; version: string; department: string } | null;
  pages: string[];
  intents: Intent[];
  personas: { id: string; name: string; title: string }[];
  persona: string;
  now: string;
  problems: Problem[];
  calls: Call[];
  inbox: { title: string; body: string; facts?: Fact[] }[];
  stored: Record<string, unknown>;
  records: Record<string, unknown[]>;
  bookings: unknown[];
  consents: unknown[];
  engine: string;
}

const BASE = "/api/simulator/";

async function asked<Answer>(path: string, body?: object): Promise<Answer> {
  const sent = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(BASE + path, { ...sent, cache: "no-store" }).catch((cause: unknown) => {
    throw new NoAnswer("no answer", { cause });
  });
  if (!response.ok) throw await refusalOf(response);
  return (await response.json()) as Answer;
}

/** The state as it is now, and every way to change it. `drawings` counts what makes the phone draw anew. */
export function useWorkbench() {
  const state = shallowRef<State>();
  const trouble = shallowRef<unknown>(null);
  const connected = ref(false);
  const drawings = ref(0);

  async function take(asking: Promise<State>): Promise<void> {
    try {
      state.value = await asking;
      trouble.value = null;
    } catch (cause) {
      trouble.value = cause;
    }
  }

  const redraw = () => void (drawings.value += 1);
  const look = () => take(asked("state"));
  const events = new EventSource(`${BASE}events`);
  events.onopen = () => {
    connected.value = true;
    void look();
  };
  events.onerror = () => (connected.value = false);
  events.addEventListener("state", () => void look());
  events.addEventListener("reload", () => void look().then(() => (drawings.value += broken() ? 0 : 1)));
  onBeforeUnmount(() => events.close());

  /** A source that cannot run leaves the last screen where it is. */
  const broken = () => state.value?.problems.some((problem) => problem.code.startsWith("run.")) ?? false;

  return {
    ...{ state, trouble, connected, drawings },
    be: (id: string) => take(asked("persona", { id })),
    setClock: (now: string | null) => take(asked("clock", { now })).then(redraw),
    reset: () => take(asked("reset", {})).then(redraw),
    arrive: (intent: string, params: Params) => asked<Launched>("launch", { intent, params }),
  };
}
