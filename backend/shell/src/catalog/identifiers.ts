/** The numbers by which the country knows people and firms, judged as `backend/core/identifiers.py` judges them. */

/** Why a number is refused. */
export type Reason = "shape" | "birth" | "check";

/** Identity documents by their code in GA/T 2000.156, the usual one first. */
export const DOCUMENTS = ["111", "112", "113", "414", "516", "511", "553", "114"] as const;
export const RESIDENT_ID_CARD = "111";

const RESIDENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const SUBJECT_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

// Travel documents have no public check digit: these are forms, generous where issues differ.
const FORMS: Record<string, RegExp> = {
  "114": /^[0-9A-Z\u4e00-\u9fff]{4,20}$/,
  "414": /^[0-9A-Z]{5,17}$/,
  "511": /^(?:[0-9]{8}|[0-9]{10}[0-9A-Z]?)$/,
  "516": /^[HM][0-9]{8}(?:[0-9]{2})?$/,
};
const FOREIGN = "553";
const FOREIGN_OLD = /^[A-Z]{3}[0-9]{12}$/;

/** As people type it: spaces, small letters and full-width digits mean the usual ones. */
export function normal(typed: string): string {
  return typed.normalize("NFKC").replace(/\s/g, "").toUpperCase();
}

/** A mobile number as 11 digits; what cannot be one stays as typed. */
export function phoneOf(typed: string): string {
  return /^(?:(?:\+|00)86)?(1[3-9][0-9]{9})$/.exec(normal(typed).replace(/[-\u2010\u2011]/g, ""))?.[1] ?? typed;
}

export function residentFault(number: string): Reason | undefined {
  if (!/^[1-9][0-9]{16}[0-9X]$/.test(number)) return "shape";
  if (!isPastDay(number.slice(6, 14))) return "birth";
  const total = RESIDENT_WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(number[place]), 0);
  return "10X98765432"[total % 11] === number[17] ? undefined : "check";
}

export function creditFault(code: string): Reason | undefined {
  if (!new RegExp(`^[${CREDIT_ALPHABET}]{2}[0-9]{6}[${CREDIT_ALPHABET}]{10}$`).test(code)) return "shape";
  let [total, weight] = [0, 1];
  for (const character of code.slice(0, 17)) {
    total += CREDIT_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  const own = CREDIT_ALPHABET[(31 - (total % 31)) % 31];
  const subject = SUBJECT_WEIGHTS.reduce((sum, each, place) => sum + each * Number.parseInt(code[8 + place]!, 36), 0);
  return own === code[17] && "0X987654321"[subject % 11] === code[16] ? undefined : "check";
}

/** Judge the number of a document by the rule of its kind. */
export function documentFault(type: string, number: string): Reason | undefined {
  if (type === FOREIGN && FOREIGN_OLD.test(number)) return undefined;
  if (type === FOREIGN && !number.startsWith("9")) return "shape";
  const form = FORMS[type];
  if (!form) return residentFault(number);
  return form.test(number) ? undefined : "shape";
}

function isPastDay(digits: string): boolean {
  const iso = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  return isDay(iso) && iso >= "1870-01-01" && new Date(iso).getTime() <= Date.now();
}

/** Whether the calendar has this `YYYY-MM-DD`. */
export function isDay(iso: string): boolean {
  const moment = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso);
}
