import type { FieldKind, FieldSchema } from "../schema";

/** What every control of a form receives; each answers with `set`, undefined for no answer. */
export interface Question {
  id: string;
  name: string;
  field: FieldSchema;
  kind: FieldKind;
  label: string;
  hint?: string;
  value: unknown;
  error?: string;
  optional: boolean;
}
