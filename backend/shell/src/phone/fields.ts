import { settings } from "@/settings";
import { textOr } from "@/texts/texts";

/** Names of data fields as people say them; a field this shell does not know keeps its code. */
export function fieldNames(fields: string[]): string {
  return fields.map((field) => textOr(`field.${field}`, field)).join(settings.language === "en" ? ", " : "、");
}
