import type { TextKey } from "@/texts/texts";

/** Fields of life to look through, as the catalogue names them; `title` is what people see. */
export const SECTORS: { name: string; title: TextKey; audiences: ("1" | "2")[] }[] = [];
