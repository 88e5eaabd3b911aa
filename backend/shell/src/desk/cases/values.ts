import type { DeskCase } from "@/api/desk";
import { choicesOf, type FieldSchema, isEmpty, shown } from "@/catalog/schema";
import { t, textOr } from "@/texts/texts";
import { placeName } from "../regions";

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
  if (typeof value === "object" && !Array.isArray(value)) return partsWords(value as Record<string, unknown>);
  if (field?.kind === "Region") return placeName(String(value));
  return shown(schemaOf(field), value);
}

/** Of a value that has parts: the kind of document, the place, then the rest as it was typed. */
function partsWords(value: Record<string, unknown>): string {
  const { type, regionCode, ...rest } = value;
  const words = [type && textOr(`identity.${String(type)}`, String(type)), regionCode && placeName(String(regionCode)), ...Object.values(rest)];
  return words.filter((one) => !isEmpty(one)).join(" ");
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
