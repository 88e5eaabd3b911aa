import { t } from "@/texts/texts";

/** The part of JSON Schema 2020-12 that forms may use; `x-` words are ours. */
export interface FieldSchema {
  type?: "string" | "integer" | "number" | "boolean";
  title?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: (string | number)[];
  oneOf?: { const: string | number; title: string }[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  format?: string;
  readOnly?: boolean;
  "x-source"?: string;
  "x-error"?: string;
  "x-kind"?: string;
}

export interface ObjectSchema {
  type: "object";
  properties: Record<string, FieldSchema>;
  required?: string[];
}

export type Data = Record<string, unknown>;

export type Control = "money" | "number" | "choice" | "check" | "date" | "phone" | "long-text" | "text" | "outdated";

const FROM_TYPE: Record<string, Control> = { string: "text", integer: "number", number: "number", boolean: "check" };

/** The control that a field gets; "outdated" for a kind of field this shell has not learned. */
export function controlOf(field: FieldSchema, multiline = false): Control {
  if (field.oneOf || field.enum) return "choice";
  if (field["x-kind"] === "money-fen") return "money";
  if (field["x-kind"] === "phone") return "phone";
  if (field.format === "date") return "date";
  if (multiline || field["x-kind"] === "long-text") return "long-text";
  return FROM_TYPE[field.type ?? "string"] ?? "outdated";
}

export function choicesOf(field: FieldSchema): { value: string; title: string }[] {
  const choices = field.oneOf ?? field.enum?.map((value) => ({ const: value, title: String(value) })) ?? [];
  return choices.map((choice) => ({ value: String(choice.const), title: choice.title }));
}

/** The words for a value that the government already holds. */
export function shown(field: FieldSchema, value: unknown): string {
  if (value === undefined || value === null || value === "") return "—";
  const control = controlOf(field);
  if (control === "choice")
    return choicesOf(field).find((choice) => choice.value === String(value))?.title ?? String(value);
  if (control === "money") return `${yuan(value)} ${t("form.yuan")}`;
  if (control === "check") return value ? t("form.yes") : "—";
  return String(value);
}

/** Fen as people write money: 123450 is "1234.5". */
export function yuan(fen: unknown): string {
  return typeof fen === "number" ? String(fen / 100) : String(fen ?? "");
}

/** What people typed as yuan in fen, without floating-point dust; undefined when it is not an amount. */
export function fen(typed: string): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(typed.replace(/[,，\s]/g, ""));
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : undefined;
}
