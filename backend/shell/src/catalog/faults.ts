import type { TextKey } from "@/texts/texts";
import { creditFault, documentFault, isDay, normal, phoneOf, RESIDENT_ID_CARD } from "./identifiers";
import type { FieldKind, FieldSchema, StoredFile } from "./schema";
import { yuan } from "./schema";

/** What is wrong with an answer. The `own` words of the shell say it better than the author's sentence could. */
export interface Fault {
  key: TextKey;
  limit?: string | number;
  own?: boolean;
}

const MISSING: Partial<Record<FieldKind, TextKey>> = {
  Choice: "form.missingChoice",
  MultiChoice: "form.missingChoice",
  YesNo: "form.missingChoice",
  Date: "form.missingChoice",
  Period: "form.missingChoice",
  Region: "form.missingChoice",
  Agreement: "form.mustAgree",
  Attachment: "form.missingFile",
  Signature: "form.missingSignature",
};

/** What to say when nothing was answered. */
export function missing(kind: FieldKind): TextKey {
  return MISSING[kind] ?? "form.missing";
}

type Judge = (field: FieldSchema, value: unknown) => Fault | undefined;

const JUDGES: Partial<Record<FieldKind, Judge>> = {
  Number: numberFault,
  Money: numberFault,
  Phone: (field, value) => (/^1[3-9][0-9]{9}$/.test(phoneOf(String(value))) ? textFault(field, value) : own("form.phone")),
  IdDocument: (_, value) => identityFault(value as { type?: string; number?: string }),
  CreditCode: (_, value) => {
    const reason = creditFault(normal(String(value)));
    return reason && own(reason === "check" ? "form.creditCheck" : "form.creditShape");
  },
  Date: (field, value) => (isDay(String(value)) ? textFault(field, value) : { key: "form.notDate" }),
  Period: (_, value) => periodFault(value as { from?: string; to?: string }),
  MultiChoice: (field, value) => countFault(field, (value as unknown[]).length),
  Region: (field, value) => (textFault(field, value) ? own("form.regionDeeper") : undefined),
  StandardAddress: (_, value) => addressFault(value as { regionCode?: string; detail?: string }),
  Attachment: (field, value) => fileFault(field, value as StoredFile[]),
  Agreement: () => undefined,
  YesNo: () => undefined,
};

/** What is wrong with an answer that is there. */
export function fault(kind: FieldKind, field: FieldSchema, value: unknown): Fault | undefined {
  if (field.const !== undefined && value !== field.const) return { key: "form.wrong" };
  return (JUDGES[kind] ?? textFault)(field, value);
}

const own = (key: TextKey, limit?: string | number): Fault => ({ key, limit, own: true });

function numberFault(field: FieldSchema, value: unknown): Fault | undefined {
  // A control leaves what it could not read as text, so that people see what they typed.
  if (typeof value !== "number") return { key: "form.notNumber" };
  const limit = (bound: number) => (field["x-field"] === "Money" ? yuan(bound) : bound);
  if (field.type === "integer" && !Number.isSafeInteger(value)) return { key: "form.notWhole" };
  if (field.minimum !== undefined && value < field.minimum)
    return { key: "form.tooSmall", limit: limit(field.minimum) };
  if (field.maximum !== undefined && value > field.maximum) return { key: "form.tooBig", limit: limit(field.maximum) };
  return undefined;
}

function textFault(field: FieldSchema, value: unknown): Fault | undefined {
  const text = String(value);
  // Characters, not UTF-16 halves: names of rare characters count as people count them.
  const length = [...text].length;
  if (field.minLength !== undefined && length < field.minLength)
    return { key: "form.tooShort", limit: field.minLength };
  if (field.maxLength !== undefined && length > field.maxLength) return { key: "form.tooLong", limit: field.maxLength };
  return field.pattern !== undefined && !matches(field.pattern, text) ? { key: "form.wrong" } : undefined;
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true; // A pattern this browser cannot read must not lock people out; the mini-app checks again.
  }
}

function identityFault(value: { type?: string; number?: string }): Fault | undefined {
  if (!value.number) return own("form.identityMissing");
  const reason = documentFault(value.type ?? RESIDENT_ID_CARD, normal(value.number));
  if (reason === "check") return own("form.identityCheck");
  if (reason === "birth") return own("form.identityBirth");
  const isResident = (value.type ?? RESIDENT_ID_CARD) === RESIDENT_ID_CARD;
  return reason && own(isResident ? "form.identityShape" : "form.documentShape");
}

function periodFault(value: { from?: string; to?: string }): Fault | undefined {
  if (!isDay(value.from ?? "") || !isDay(value.to ?? "")) return own("form.periodMissing");
  return value.from! > value.to! ? own("form.periodOrder") : undefined;
}

function addressFault(value: { regionCode?: string; detail?: string }): Fault | undefined {
  if (!value.regionCode) return own("form.addressRegion");
  return value.detail ? undefined : own("form.addressDetail");
}

function countFault(field: FieldSchema, count: number): Fault | undefined {
  if (count < (field.minItems ?? 0)) return { key: "form.tooFew", limit: field.minItems };
  return count > (field.maxItems ?? Infinity) ? { key: "form.tooMany", limit: field.maxItems } : undefined;
}

function fileFault(field: FieldSchema, files: StoredFile[]): Fault | undefined {
  if (files.some((file) => !file.id)) return own("form.fileOnItsWay");
  return countFault(field, files.length);
}
