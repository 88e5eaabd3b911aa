import { computed, type Ref, ref, shallowRef } from "vue";
import type { Question } from "@/api/items";
import { useDoing } from "@/load";

interface Left {
  nextQuestion: Question | null;
  answers: Record<string, string>;
}

/** Scenario answers of one visit, in the order they were given, and what they leave of the guide. */
export function useNarrowing<Narrowed extends Left>(fetchLeft: (answers: Record<string, string>) => Promise<Narrowed>) {
  const answers = ref<Record<string, string>>({});
  const left: Ref<Narrowed | undefined> = shallowRef();
  const doing = useDoing();

  const ask = (wanted: Record<string, string>) =>
    doing.run(async () => {
      const found = await fetchLeft(wanted);
      left.value = found;
      // Answers that an earlier one has made void are dropped; the others keep their order.
      answers.value = Object.fromEntries(Object.entries(wanted).filter(([id]) => id in found.answers));
    });

  function upTo(question: string): Record<string, string> {
    const given = Object.entries(answers.value);
    const place = given.findIndex(([id]) => id === question);
    return Object.fromEntries(place < 0 ? given : given.slice(0, place));
  }

  return {
    answers,
    left,
    busy: doing.busy,
    trouble: doing.trouble,
    finished: computed(() => left.value !== undefined && left.value.nextQuestion === null),
    start: () => ask(answers.value),
    answer: (question: string, value: string) => ask({ ...upTo(question), [question]: value }),
    again: (question: string) => ask(upTo(question)),
    back: () => ask(Object.fromEntries(Object.entries(answers.value).slice(0, -1))),
  };
}
