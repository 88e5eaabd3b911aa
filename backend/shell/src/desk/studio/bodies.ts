import type { Condition } from "@/api/conditions";
import type { Bilingual } from "@/api/applications";
import type { Audience } from "@/api/scenarios";
import type { Body } from "@/api/studio";

/** The parts of a definition that the form edits; everything else in them is kept as it is. */

export interface Choice {
  value: string;
  title: Bilingual;
}

export interface Question {
  id: string;
  text: Bilingual;
  choices: Choice[];
  when?: Condition | null;
}

export interface Deadline {
  amount: number;
  unit: string;
  legal: boolean;
  source: string;
}

export interface Step {
  id: string;
  title: Bilingual;
  about: Bilingual;
  source: string;
  evidence: string;
  when?: Condition | null;
  after?: string[];
  item?: string | null;
  bundle?: string | null;
  app?: string | null;
  deadline?: Deadline | null;
}

export interface ScenarioBody extends Body {
  code: string;
  subject: Audience;
  purpose?: string;
  title: Bilingual;
  about: Bilingual;
  events: string[];
  when: Condition;
  questions: Question[];
  steps: Step[];
  source: string;
}

export interface TagBody extends Body {
  id: string;
  zh: string;
  en: string;
  subject: Audience;
  condition: Condition;
  owner: string;
  source: string;
}

const isRecord = (one: unknown): one is Record<string, unknown> => typeof one === "object" && one !== null && !Array.isArray(one);
const isWords = (one: unknown): boolean => isRecord(one) && typeof one.zh === "string" && typeof one.en === "string";
const isTest = (one: unknown): boolean => isRecord(one) && typeof one.test === "string";
const isTexts = (one: unknown): boolean => Array.isArray(one) && one.every((each) => typeof each === "string");

/** Whether the form can show it; what somebody wrote by hand may be anything, and is then edited as raw data. */
export function isScenario(body: Body): body is ScenarioBody {
  const { questions, steps } = body;
  return (
    isWords(body.title) && isWords(body.about) && isTexts(body.events) && isTest(body.when) && typeof body.source === "string" &&
    Array.isArray(questions) && questions.every((one) => isRecord(one) && isWords(one.text) && Array.isArray(one.choices) && one.choices.every((each) => isRecord(each) && isWords(each.title))) &&
    Array.isArray(steps) && steps.every((one) => isRecord(one) && isWords(one.title) && isWords(one.about))
  );
}

export const isTag = (body: Body): body is TagBody =>
  typeof body.zh === "string" && typeof body.en === "string" && isTest(body.condition) && typeof body.owner === "string";

export const copyOf = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** An id that is not taken yet. */
export function newId(stem: string, taken: string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`${stem}${number}`)) number += 1;
  return `${stem}${number}`;
}
