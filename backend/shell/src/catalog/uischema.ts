import type { Data, ObjectSchema } from "./schema";

/** JSON Forms' uischema, as far as a phone needs it: everything stands in one column. */
export interface UiElement {
  type: string;
  scope?: string;
  label?: string | false;
  text?: string;
  elements?: UiElement[];
  rule?: { effect: "SHOW" | "HIDE"; condition: { scope: string; schema: { const?: unknown; enum?: unknown[] } } };
}

const SCOPE = /^#\/properties\/([^/]+)$/;

/** The field that a scope points at; forms are flat, so deeper paths are none. */
export function fieldOf(scope: string | undefined): string | undefined {
  return SCOPE.exec(scope ?? "")?.[1]
    ?.replace(/~1/g, "/")
    .replace(/~0/g, "~");
}

/** One column of all fields, for a form that brings no layout. */
export function defaultLayout(schema: ObjectSchema): UiElement {
  const elements = Object.keys(schema.properties).map((name) => ({ type: "Control", scope: `#/properties/${name}` }));
  return { type: "VerticalLayout", elements };
}

export function visible(element: UiElement, data: Data): boolean {
  if (!element.rule) return true;
  const { effect, condition } = element.rule;
  const value = data[fieldOf(condition.scope) ?? ""];
  const met = condition.schema.enum ? condition.schema.enum.includes(value) : value === condition.schema.const;
  return effect === "SHOW" ? met : !met;
}

/** Fields that stand on the screen now, in reading order: only these can be asked for and complained about. */
export function visibleFields(element: UiElement, data: Data): string[] {
  if (!visible(element, data)) return [];
  const own = element.type === "Control" ? fieldOf(element.scope) : undefined;
  return [...(own ? [own] : []), ...(element.elements ?? []).flatMap((child) => visibleFields(child, data))];
}
