import { t, type TextKey } from "@/texts/texts";
import { controlOf, type Data, type FieldSchema, type ObjectSchema, yuan } from "./schema";

/** Written by hand because general validators compile code at run time, which our content security policy forbids.
 * It only spares people a round trip: the mini-app checks everything again.
 */
export type Troubles = Record<string, string>;

/** The first complaint about each of the named fields; empty when all are fine. */
export function validate(schema: ObjectSchema, data: Data, fields: string[]): Troubles {
  const troubles: Troubles = {};
  for (const name of fields) {
    const field = schema.properties[name];
    if (!field || field.readOnly) continue;
    const trouble = complaint(field, data[name], name, schema.required?.includes(name) ?? false);
    if (trouble) troubles[name] = trouble;
  }
  return troubles;
}

function complaint(field: FieldSchema, value: unknown, name: string, required: boolean): string | undefined {
  const label = field.title ?? name;
  if (value === undefined || value === "" || value === null) {
    if (required && field["x-error"]) return field["x-error"];
    return required ? t(MISSING[controlOf(field)] ?? "form.missing", { label }) : undefined;
  }
  const fault = faultOf(field, value);
  return fault && (field["x-error"] ?? t(fault.key, { label, limit: fault.limit ?? "" }));
}

const MISSING: Record<string, TextKey> = {
  choice: "form.missingChoice",
  date: "form.missingChoice",
  check: "form.mustAgree",
};

interface Fault {
  key: TextKey;
  limit?: string | number;
}

function faultOf(field: FieldSchema, value: unknown): Fault | undefined {
  if (field.type === "integer" || field.type === "number") return numberFault(field, value);
  if (field.const !== undefined && value !== field.const)
    return { key: field.type === "boolean" ? "form.mustAgree" : "form.wrong" };
  return typeof value === "string" ? textFault(field, value) : undefined;
}

function numberFault(field: FieldSchema, value: unknown): Fault | undefined {
  // A control leaves what it could not read as text, so that people see what they typed.
  if (typeof value !== "number") return { key: "form.notNumber" };
  const limit = (bound: number) => (controlOf(field) === "money" ? yuan(bound) : bound);
  if (field.type === "integer" && !Number.isSafeInteger(value)) return { key: "form.notWhole" };
  if (field.minimum !== undefined && value < field.minimum)
    return { key: "form.tooSmall", limit: limit(field.minimum) };
  if (field.maximum !== undefined && value > field.maximum) return { key: "form.tooBig", limit: limit(field.maximum) };
  return undefined;
}

function textFault(field: FieldSchema, value: string): Fault | undefined {
  // Characters, not UTF-16 halves: names of rare characters count as people count them.
  const length = [...value].length;
  if (field.minLength !== undefined && length < field.minLength)
    return { key: "form.tooShort", limit: field.minLength };
  if (field.maxLength !== undefined && length > field.maxLength) return { key: "form.tooLong", limit: field.maxLength };
  if (field.pattern !== undefined && !matches(field.pattern, value)) return { key: "form.wrong" };
  if (field.format === "date" && !isDate(value)) return { key: "form.notDate" };
  return undefined;
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true; // A pattern this browser cannot read must not lock people out; the mini-app checks again.
  }
}

function isDate(value: string): boolean {
  const moment = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value);
}
