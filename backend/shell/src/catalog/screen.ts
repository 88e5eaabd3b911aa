import type { ObjectSchema } from "./schema";
import type { UiElement } from "./uischema";

/** The catalogue this shell can draw, as the contract of mini-apps writes it. A screen of another catalogue is drawn as
 * far as we know its components. What equals its default is absent on the wire.
 */
export const CATALOG_ID = "https://kuaiban.gansu.example/catalog/v0_1";

export interface Screen {
  catalogId: string;
  version: number;
  title: string;
  body: Node[];
  data?: Record<string, unknown>;
}

export type Scalar = string | number | boolean;
export type Params = Record<string, Scalar>;

/** Where a tap leads; never an address. */
export type Target =
  | { kind: "screen"; name: string; input?: Params }
  | { kind: "action"; name: string; input?: Params }
  | { kind: "launch"; app: string; intent: string; params?: Params };

export type Tone = "info" | "success" | "warning" | "danger";
export type Feature = "camera" | "location" | "canvas";

export interface Fact {
  label: string;
  value: string;
}

export interface Badge {
  text: string;
  tone?: Tone;
}

export interface Item {
  title: string;
  text?: string;
  badge?: Badge | null;
  action?: Target | null;
}

export interface Station {
  title: string;
  state: "done" | "current" | "waiting" | "failed";
  text?: string;
  at?: string;
}

export interface MapPoint {
  name: string;
  longitude: number;
  latitude: number;
  text?: string;
  action?: Target | null;
}

export interface Slot {
  id: string;
  label: string;
  free: number;
}

/** Every component with its properties. */
export interface Nodes {
  Text: { text: string; variant?: "h1" | "h2" | "body" | "caption" };
  Icon: { name: string; label: string };
  Divider: object;
  Button: { text: string; action: Target; variant?: "primary" | "secondary" };
  List: { items: Item[] };
  Notice: { tone?: Tone; title?: string; text?: string };
  FactTable: { facts: Fact[] };
  Table: { caption: string; columns: string[]; rows: string[][] };
  Steps: { items: { title: string; text?: string }[] };
  StatusTimeline: { entries: Station[] };
  Progress: { label: string; value: number; maximum: number };
  EmptyState: { title: string; text?: string };
  Amount: { label: string; fen: number; note?: string };
  ServiceTile: { name: string; icon: string; action: Target; text?: string };
  MapPoints: { caption: string; points: MapPoint[] };
  QrCode: { content: string; label: string; text?: string };
  Certificate: {
    title: string;
    number: string;
    state: "valid" | "expired" | "revoked";
    facts: Fact[];
    checkCode?: string;
  };
  ContactCard: { name: string; phone: string; text?: string };
  SlotPicker: { days: { label: string; slots: Slot[] }[]; submit: string; action: string };
  BarChart: { caption: string; bars: { label: string; value: number }[]; unit?: string };
  Form: { schema: ObjectSchema; uischema?: UiElement; submit: { text: string; action: string }; draft?: boolean };
  Row: { children: Node[] };
  Column: { children: Node[] };
  Card: { children: Node[]; title?: string; action?: Target | null };
  Disclosure: { title: string; children: Node[] };
  Tabs: { tabs: { title: string; children: Node[] }[] };
}

export type Name = keyof Nodes;

interface Shared {
  fallback?: Node | "drop" | null;
  requires?: Feature[];
}

/** One known component as a view receives it. */
export type KnownNode<One extends Name = Name> = { [Key in One]: { component: Key } & Nodes[Key] & Shared }[One];

/** What arrives: a known component, or one that a newer catalogue has. */
export type Node = KnownNode | ({ component: string } & Shared);
