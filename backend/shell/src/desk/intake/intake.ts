import { computed, reactive, ref, shallowRef, watch } from "vue";
import type { Bilingual } from "@/api/applications";
import { commitmentText, forWhom, type Represented, takeIn } from "@/api/desk";
import type { Case } from "@/api/cases";
import { newId } from "@/api/ids";
import { type Item, item, narrowItem } from "@/api/items";
import { Refused } from "@/api/troubles";
import { normal, residentFault } from "@/catalog/identifiers";
import type { Data } from "@/catalog/schema";
import { useDoing } from "@/load";
import { d } from "../words";
import type { OnCounter } from "./CounterMaterials.vue";
import { knownFrom, type NarrowedItem } from "./form";

/** One application that is taken in at the counter, from the person to the number on the receipt. */
export function useIntake() {
  const person = reactive({ name: "", number: "" });
  const place = ref<{ code: string; name: string }>();
  const code = ref("");
  const found = shallowRef<Item>();
  const narrowed = shallowRef<NarrowedItem>();
  const scenario = ref<Record<string, string>>({});
  const answers = shallowRef<Data>();
  const given = reactive<Record<string, OnCounter>>({});
  const taken = shallowRef<Case>();
  const represented = shallowRef<Represented[]>([]);
  const actingFor = ref("");
  const commitment = shallowRef<{ text: Bilingual; textVersion: string }>();
  const committed = ref(false);
  const doing = useDoing();
  let key = newId();

  const number = computed(() => normal(person.number));
  const personFault = computed(() => residentFault(number.value));
  const personReady = computed(() => Boolean(person.name.trim()) && !personFault.value);
  const asked = computed(() => narrowed.value?.fields.filter((field) => field.kind !== "Statement") ?? []);
  const known = computed<Data>(() => ({ ...knownFrom(asked.value, { name: person.name.trim(), number: number.value }), ...answers.value }));
  /** The text to be promised, where this item takes promises. */
  const promise = computed(() => (found.value?.rules.noticeCommitment ? commitment.value : undefined));
  const representedNow = computed(() => represented.value.find((one) => one.subject.id === actingFor.value));
  const materials = computed(() => narrowed.value?.materials ?? []);
  const questionsDone = computed(() => Boolean(narrowed.value && !narrowed.value.nextQuestion));
  const formDone = computed(() => questionsDone.value && (!asked.value.length || answers.value !== undefined));

  /** What is still missing before it can be taken in. */
  const lacking = computed(() =>
    [
      !personReady.value && d("stepWho"),
      !found.value && d("stepWhat"),
      found.value && !questionsDone.value && d("stepCase"),
      questionsDone.value && !formDone.value && d("stepForm"),
    ].filter((one): one is string => Boolean(one)),
  );

  async function narrow(now: Record<string, string>): Promise<void> {
    if (!found.value || !place.value) return;
    narrowed.value = (await narrowItem(code.value, place.value.code, now)) as NarrowedItem;
    scenario.value = narrowed.value.answers;
  }

  /** Choose an item, or the same item at another place: what was answered for the old one is not carried over. */
  const choose = (wanted: string) =>
    doing.run(async () => {
      if (!place.value) return;
      found.value = narrowed.value = answers.value = undefined;
      code.value = wanted;
      found.value = await item(wanted, place.value.code);
      for (const name of Object.keys(given)) delete given[name];
      committed.value = false;
      if (found.value.rules.noticeCommitment) commitment.value ??= await commitmentText();
      await narrow({});
    });

  /** For whom else the person may apply for this item; asked again whenever card or item are others. */
  watch([() => personReady.value && `${person.name.trim()} ${number.value}`, () => found.value && code.value], async ([who, what]) => {
    represented.value = [];
    actingFor.value = "";
    if (!who || !what) return;
    const told = await forWhom({ name: person.name.trim(), number: number.value }, what).catch(() => undefined);
    if (who === `${person.name.trim()} ${number.value}` && what === code.value) represented.value = told?.items ?? [];
  });

  const move = (wanted: { code: string; name: string }) => {
    place.value = wanted;
    return code.value ? choose(code.value) : Promise.resolve(true);
  };

  const answer = (question: string, value: string) => doing.run(() => narrow({ ...scenario.value, [question]: value }));
  /** Take an answer back, and with it what was asked because of it. */
  const again = (question: string) =>
    doing.run(() => {
      const names = Object.keys(scenario.value);
      const kept = names.slice(0, names.indexOf(question));
      answers.value = undefined;
      return narrow(Object.fromEntries(kept.map((name) => [name, scenario.value[name]!])));
    });

  const submit = (window: string) =>
    doing.run(async () => {
      const body = {
        basicCode: code.value,
        regionCode: place.value!.code,
        person: { name: person.name.trim(), number: number.value },
        scenario: scenario.value,
        answers: answers.value ?? {},
        materials: materials.value
          .filter((one) => one.source !== "government")
          .map((one) => ({ code: one.code, held: given[one.code]?.held ?? "missing", files: (given[one.code]?.files ?? []).map((file) => file.id).filter(Boolean) })),
        window,
        ...(representedNow.value && { actingFor: representedNow.value.subject }),
        ...(promise.value && committed.value && { commitmentTextVersion: promise.value.textVersion }),
      };
      try {
        taken.value = await takeIn(body, key);
      } catch (cause) {
        // A clear no ends this attempt; without an answer the next try must be the same one.
        if (cause instanceof Refused && cause.problem.status < 500) key = newId();
        throw cause;
      }
    });

  function startAfresh(): void {
    key = newId();
    Object.assign(person, { name: "", number: "" });
    code.value = "";
    found.value = narrowed.value = answers.value = taken.value = undefined;
    scenario.value = {};
    committed.value = false;
    for (const name of Object.keys(given)) delete given[name];
    doing.trouble.value = null;
  }

  return {
    ...{ person, personFault, personReady, place, code, found, narrowed, scenario, answers, given, taken },
    ...{ represented, representedNow, actingFor, promise, committed },
    ...{ asked, known, materials, questionsDone, formDone, lacking, doing },
    ...{ choose, move, answer, again, submit, startAfresh },
  };
}
