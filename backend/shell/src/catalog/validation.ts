import { t } from "@/texts/texts";
import { fault, type Fault, missing } from "./faults";
import { type Data, type FieldSchema, isEmpty, isKnown, kindOf, type ObjectSchema } from "./schema";

/** Written by hand because general validators compile code at run time, which our content security policy forbids.
 * It only spares people a round trip: the mini-app checks everything again.
 */
export type Troubles = Record<string, string>;

/** The first complaint about each of the named fields; empty when all are fine. */
export function validate(schema: ObjectSchema, data: Data, fields: string[]): Troubles {
  const troubles: Troubles = {};
  for (const name of fields) {
    const field = schema.properties[name];
    if (!field || isKnown(field)) continue;
    const trouble = complaint(field, data[name], name, schema.required?.includes(name) ?? false);
    if (trouble) troubles[name] = trouble;
  }
  return troubles;
}

function complaint(field: FieldSchema, value: unknown, name: string, required: boolean): string | undefined {
  const kind = kindOf(field);
  if (!kind) return undefined; // The update notice stands in its place.
  const label = field.title ?? name;
  const say = (found: Fault) => field["x-error"] || t(found.key, { label, limit: found.limit ?? "" });
  // A box that must be ticked counts as empty while it is not.
  if (isEmpty(value) || (kind === "Agreement" && value !== true))
    return required ? say({ key: missing(kind) }) : undefined;
  const found = fault(kind, field, value);
  return found && (found.own ? t(found.key, { label, limit: found.limit ?? "" }) : say(found));
}
