import { dateOnly } from "@/texts/dates";
import { t } from "@/texts/texts";
import { yuanText } from "./amounts";

/** Semantic fields of the contract: what a field is, not how it looks. */
export const FIELD_KINDS = [
  "ShortText",
  "LongText",
  "Name",
  "Phone",
  "IdDocument",
  "CreditCode",
  "Number",
  "Money",
  "Date",
  "Period",
  "Choice",
  "MultiChoice",
  "YesNo",
  "Agreement",
  "Region",
  "StandardAddress",
  "Attachment",
  "Signature",
  "Statement",
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** The part of JSON Schema 2020-12 that forms may use; `x-` words are ours. */
export interface FieldSchema {
  type?: "string" | "integer" | "number" | "boolean" | "array" | "object";
  title?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: (string | number)[];
  oneOf?: { const: string | number; title: string }[];
  items?: FieldSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  format?: string;
  readOnly?: boolean;
  "x-field"?: string;
  "x-source"?: string;
  "x-error"?: string;
  "x-maximum-bytes"?: number;
  "x-media-types"?: string[];
}

export interface ObjectSchema {
  type: "object";
  properties: Record<string, FieldSchema>;
  required?: string[];
}

export type Data = Record<string, unknown>;

/** A file as the files room knows it. Without an id it is still on its way, or did not arrive. */
export interface StoredFile {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
}

const BY_TYPE: Record<string, FieldKind> = { integer: "Number", number: "Number", array: "MultiChoice" };

/** The semantic field of a property, read as the contract's `kind_of` reads it; undefined for one we never learned. */
export function kindOf(field: FieldSchema): FieldKind | undefined {
  if (field["x-field"] !== undefined) return FIELD_KINDS.find((kind) => kind === field["x-field"]);
  if (field.readOnly) return "Statement";
  if (field.oneOf || field.enum) return "Choice";
  if (field.type === "boolean") return field.const === true ? "Agreement" : "YesNo";
  if (field.format === "date") return "Date";
  return BY_TYPE[field.type ?? "string"] ?? (field.type === "object" ? undefined : "ShortText");
}

/** What the government holds already is shown and not asked. */
export function isKnown(field: FieldSchema | undefined): boolean {
  return field !== undefined && (field.readOnly === true || kindOf(field) === "Statement");
}

export interface Choice {
  value: string;
  title: string;
}

export function choicesOf(field: FieldSchema): Choice[] {
  const choices = field.oneOf ?? field.enum?.map((value) => ({ const: value, title: String(value) })) ?? [];
  return choices.map((choice) => ({ value: String(choice.const), title: choice.title }));
}

/** Whether nothing was answered: an object or a list of nothing is nothing, too. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

/** The words for a value that the government already holds. */
export function shown(field: FieldSchema, value: unknown): string {
  if (isEmpty(value)) return "—";
  if (typeof value === "boolean") return t(value ? "form.yes" : "form.no");
  const titles = (choices: Choice[], one: unknown) =>
    choices.find((c) => c.value === String(one))?.title ?? String(one);
  if (Array.isArray(value)) return value.map((one) => titles(choicesOf(field.items ?? {}), one)).join("、");
  if (typeof value === "object") return Object.values(value as object).join(" ");
  if (kindOf(field) === "Date" && typeof value === "string") return dateOnly(value);
  if (kindOf(field) === "Money" && typeof value === "number") return `${yuanText(value)} ${t("form.yuan")}`;
  return titles(choicesOf(field), value);
}

/** Fen as people type money: 123450 is "1234.5". */
export function yuan(fen: unknown): string {
  return typeof fen === "number" ? String(fen / 100) : String(fen ?? "");
}

/** What people typed as yuan in fen, without floating-point dust; undefined when it is not an amount. */
export function fen(typed: string): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(typed.replace(/[,，\s]/g, ""));
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : undefined;
}
