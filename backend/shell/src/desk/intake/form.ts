import type { Narrowed } from "@/api/items";
import type { Data, FieldSchema } from "@/catalog/schema";
import type { KnownNode } from "@/catalog/screen";
import { d } from "../words";

/** A field as the item lists it, whole; residents' pages need only its title. */
export interface ItemField {
  name: string;
  title: string;
  kind: string;
  required: boolean;
  prefill: string | null;
  choices: { value: string; title: string }[];
  hint: string;
  minimum: number | null;
  maximum: number | null;
  pattern: string | null;
}

export interface NarrowedItem extends Narrowed {
  fields: ItemField[];
}

const TEXT_MOST: Record<string, number> = { Name: 50, ShortText: 100, LongText: 1000, Phone: 30, CreditCode: 30 };
const FILES_MOST = 10;
const FEN_MOST = 1e15;
const NUMBER_MOST = 2 ** 53;
const MEMBERS: Record<string, string[]> = {
  IdDocument: ["type", "number"],
  Period: ["from", "to"],
  StandardAddress: ["regionCode", "detail"],
};

/** The property that the form renderer draws, with the same bounds as drafts on the phone have. */
export function schemaOf(field: ItemField): FieldSchema {
  return { title: field.title, "x-field": field.kind, ...(field.hint ? { description: field.hint } : {}), ...rules(field) };
}

function rules(field: ItemField): FieldSchema {
  const options = field.choices.map((choice) => ({ const: choice.value, title: choice.title }));
  const { kind, minimum, maximum } = field;
  if (kind === "Number") return { type: "number", minimum: minimum ?? -NUMBER_MOST, maximum: maximum ?? NUMBER_MOST };
  if (kind === "Money") return { type: "integer", minimum: minimum ?? 0, maximum: maximum ?? FEN_MOST };
  if (kind === "Date") return { type: "string", format: "date", ...patternOf(field) };
  if (kind === "YesNo") return { type: "boolean" };
  if (kind === "Agreement") return { type: "boolean", const: true };
  if (kind === "Choice") return { type: "string", oneOf: options };
  if (kind === "MultiChoice") return { type: "array", items: { type: "string", oneOf: options }, minItems: minimum ?? 1, maxItems: maximum ?? options.length };
  if (kind === "Attachment") return { type: "array", minItems: minimum ?? 1, maxItems: Math.min(FILES_MOST, maximum ?? FILES_MOST) };
  if (kind === "Signature") return { type: "string", minLength: 1 };
  if (kind === "Region") return { type: "string", ...patternOf(field) };
  if (MEMBERS[kind]) return { type: "object", ...objectOf(MEMBERS[kind]) };
  return { type: "string", minLength: Math.max(1, minimum ?? 1), maxLength: maximum ?? TEXT_MOST[kind] ?? 100, ...patternOf(field) };
}

const patternOf = (field: ItemField) => (field.pattern ? { pattern: field.pattern } : {});

function objectOf(names: string[]): object {
  return { properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])), required: names };
}

/** The whole form of an item for somebody at the counter. */
export function formOf(fields: ItemField[]): KnownNode<"Form"> {
  return {
    component: "Form",
    schema: {
      type: "object",
      properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])),
      required: fields.filter((field) => field.required).map((field) => field.name),
    },
    submit: { text: d("formDone"), action: "done" },
    draft: false,
  };
}

export interface Present {
  name: string;
  number: string;
}

/** What the card on the counter says already, under the fields that ask for it. */
export function knownFrom(fields: ItemField[], person: Present): Data {
  const birth = `${person.number.slice(6, 10)}-${person.number.slice(10, 12)}-${person.number.slice(12, 14)}`;
  const facts: Record<string, (field: ItemField) => unknown> = {
    "person.name": () => person.name,
    "person.idNumber": (field) => (field.kind === "IdDocument" ? { type: "111", number: person.number } : person.number),
    "person.birthDate": () => birth,
  };
  const found = fields.map((field) => [field.name, facts[field.prefill ?? ""]?.(field)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
