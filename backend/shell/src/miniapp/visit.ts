import { ref, shallowRef } from "vue";
import * as api from "@/api/miniapps";
import { isRefused, isRefusedAs, Refused } from "@/api/troubles";
import type { Data } from "@/catalog/schema";
import type { Params, Screen } from "@/catalog/screen";
import type { Troubles } from "@/catalog/validation";
import { inLanguage } from "@/texts/texts";
import { draft, dropDraft, keepDraft, sendingOf, settle } from "./drafts";

/** Where somebody is: a screen of a mini-app, and what was passed on to it. */
export interface Place {
  app: string;
  screen: string;
  input?: Params;
  intent?: string;
}

/** One visit of a person to a screen: what is drawn, what is being asked, what came of it. */
export function useVisit(place: Place, draftOf: (screen: string) => Promise<string>) {
  const screen = shallowRef<Screen>();
  const typed = shallowRef<Data>();
  /** Counts screens that are drawn afresh; one that is drawn again keeps its number and what was typed. */
  const drawing = ref(0);
  const receipt = shallowRef<api.Receipt>();
  const finished = ref(false);
  const consent = shallowRef<api.ConsentRequest>();
  const refused = ref(false);
  const renewed = ref(false);
  const troubles = shallowRef<Troubles>({});
  const trouble = shallowRef<unknown>(null);
  const busy = ref(false);
  let gesture: string | null = null;
  let { intent } = place;
  let answered = false;
  let pending: (() => Promise<void>) | undefined;

  // A screen that an action answered with keeps its draft apart from that of the screen before it.
  const draftFor = (drawn?: Screen) => draftOf(answered && drawn ? `${place.screen}.${drawn.title}` : place.screen);
  const draftHere = () => draftFor(screen.value);

  /** Run `work`; when it needs a consent, ask for it and run `work` again once it is given. */
  async function attempt(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    trouble.value = null;
    refused.value = renewed.value = false;
    pending = work;
    try {
      await work();
    } catch (cause) {
      const asked =
        isRefused(cause, api.CONSENT_NEEDED) && (cause.problem.params?.consent as api.ConsentRequest | undefined);
      if (asked) consent.value = asked;
      else if (isRefusedAs(cause, api.GESTURE_REFUSED)) await redraw();
      else trouble.value = cause;
    } finally {
      busy.value = false;
    }
  }

  async function fetchScreen(): Promise<api.DrawnScreen> {
    try {
      const drawn = await api.openScreen(place.app, place.screen, { input: place.input, intent });
      intent = undefined; // It opens one screen once.
      return drawn;
    } catch (cause) {
      if (isRefusedAs(cause, api.INTENT_REFUSED)) intent = undefined;
      // Reading the consent sheet may outlast the intent: the host gives one that waits.
      const later = isRefused(cause, api.CONSENT_NEEDED) ? cause.problem.params?.intent : undefined;
      if (typeof later === "string") intent = later;
      throw cause;
    }
  }

  const open = () =>
    attempt(async () => {
      const drawn = await fetchScreen();
      answered = false;
      await show(drawn);
    });

  async function show(drawn: api.DrawnScreen): Promise<void> {
    // Everything at once: a screen that is drawn twice would forget what somebody quick has tapped meanwhile.
    const kept = draft(await draftFor(drawn.screen));
    screen.value = drawn.screen;
    gesture = drawn.gesture;
    typed.value = kept;
    troubles.value = {};
    drawing.value += 1;
  }

  /** The screen can no longer be acted on: draw it again and keep what was typed. The person taps once more. */
  async function redraw(): Promise<void> {
    try {
      const drawn = await fetchScreen();
      const same = !answered && drawn.screen.title === screen.value?.title;
      answered = false;
      renewed.value = true;
      if (!same) return await show(drawn);
      screen.value = drawn.screen;
      gesture = drawn.gesture;
    } catch (cause) {
      trouble.value = cause;
      pending = async () => show(await fetchScreen());
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

  const act = (action: string, data: Data) =>
    attempt(async () => {
      const name = await draftHere();
      const sending = sendingOf(name, { action, data, gesture });
      try {
        await take(name, await api.perform(place.app, action, { data, gesture: sending.gesture, key: sending.key }));
      } catch (cause) {
        // A clear no ends this submit; without an answer the next try must be the same one.
        if (cause instanceof Refused && cause.problem.status < 500) settle(name);
        throw cause;
      }
    });

  async function take(name: string, answer: api.ActionAnswer): Promise<void> {
    settle(name);
    gesture = answer.gesture ?? null;
    const complaints = (answer.errors ?? []).map((one) => [one.field.replace(/^\//, ""), inLanguage(one)]);
    if (answer.outcome === "invalid") {
      troubles.value = Object.fromEntries(complaints);
      return;
    }
    dropDraft(name);
    if (answer.receipt) receipt.value = answer.receipt;
    else if (!answer.screen) finished.value = true;
    if (!answer.screen) return;
    answered = true;
    await show({ screen: answer.screen, gesture });
  }

  const launch = (target: { app: string; intent: string; params?: Params }) =>
    api.launch(place.app, { gesture, app: target.app, intent: target.intent, params: target.params ?? {} });

  /** Keep what was typed; several forms of one screen share a draft. */
  async function keep(data: Data): Promise<void> {
    const name = await draftHere();
    keepDraft(name, { ...draft(name), ...data });
  }

  async function startOver(): Promise<void> {
    dropDraft(await draftHere());
    typed.value = undefined;
    drawing.value += 1;
  }

  return {
    ...{ screen, typed, drawing, receipt, finished, consent, refused, renewed, troubles, trouble, busy },
    ...{ open, act, again, refuse, redraw, launch, keep, startOver },
  };
}
