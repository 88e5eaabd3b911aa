import type { DeskCase } from "@/api/desk";
import { choicesOf, type FieldSchema, isEmpty, shown } from "@/catalog/schema";
import { t } from "@/texts/texts";

const SIGNATURE = /^(M[\d., ]|text:)/;

interface FrozenField {
  name: string;
  choices?: { value: string; title: string }[];
  kind?: string;
}

/** The words for a value of a case: choices by their titles as the item had them, signatures by a word. */
export function valueWords(one: Pick<DeskCase, "item">, name: string, value: unknown): string {
  if (isEmpty(value)) return "—";
  if (typeof value === "string" && SIGNATURE.test(value)) return t("review.signed");
  const field = fieldOf(one, name);
  if (field?.kind === "Attachment" && Array.isArray(value)) return t("conflict.files", { count: value.length });
  return shown(schemaOf(field), value);
}

export function fieldOf(one: Pick<DeskCase, "item">, name: string): FrozenField | undefined {
  const fields = one.item.fields as FrozenField[] | undefined;
  return fields?.find((field) => field.name === name);
}

export const choicesFor = (one: Pick<DeskCase, "item">, name: string) => choicesOf(schemaOf(fieldOf(one, name)));

function schemaOf(field: FrozenField | undefined): FieldSchema {
  const oneOf = field?.choices?.map((choice) => ({ const: choice.value, title: choice.title }));
  if (!oneOf?.length) return field?.kind ? { "x-field": field.kind } : {};
  return field?.kind === "MultiChoice" ? { type: "array", items: { oneOf } } : { oneOf };
}
