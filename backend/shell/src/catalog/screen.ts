import type { UiElement } from "./uischema";
import type { ObjectSchema } from "./schema";

/** The catalogue this shell can draw. A screen made for another one is drawn as far as we know its components. */
export const CATALOG_ID = "https://kuaiban.gansu.example/catalog/v0_1";

export interface Screen {
  catalogId: string;
  version: number;
  title: string;
  body: Node[];
  data?: Record<string, unknown>;
}

export interface Action {
  kind: "screen" | "action";
  name: string;
}

export interface Fact {
  label: string;
  value: string;
}

export interface FormNode {
  component: "Form";
  schema: ObjectSchema;
  uischema?: UiElement;
  submit: { text: string; action: string };
}

export type KnownNode =
  | { component: "Text"; text: string; variant?: "h1" | "h2" | "body" | "caption" }
  | { component: "Notice"; tone?: "info" | "success" | "warning" | "danger"; title?: string; text?: string }
  | { component: "FactTable"; facts: Fact[] }
  | { component: "Steps"; items: { title: string; text?: string }[] }
  | { component: "Button"; text: string; variant?: "primary" | "secondary"; action: Action }
  | { component: "Divider" }
  | { component: "EmptyState"; title: string; text?: string }
  | FormNode;

/** What arrives: a known component, or one that a newer catalogue has, perhaps with something older instead. */
export type Node = KnownNode | { component: string; fallback?: Node | "drop" };

const KNOWN = new Set(["Text", "Notice", "FactTable", "Steps", "Button", "Divider", "EmptyState", "Form"]);
// A chain of fallbacks longer than this is a mistake or mischief.
const FALLBACK_DEPTH = 5;

/** What to draw for a node: itself, its nearest known fallback, nothing when it may be dropped, or "outdated". */
export function drawable(node: Node, depth = 0): KnownNode | "outdated" | null {
  if (KNOWN.has(node.component)) return node as KnownNode;
  const fallback = "fallback" in node ? node.fallback : undefined;
  if (fallback === "drop") return null;
  if (!fallback || depth >= FALLBACK_DEPTH) return "outdated";
  return drawable(fallback, depth + 1);
}
