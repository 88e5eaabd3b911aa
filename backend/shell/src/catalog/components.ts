import type { Component } from "vue";
import { has } from "./features";
import { lazy } from "./lazy";
import type { KnownNode, Name, Node } from "./screen";
import AmountView from "./views/AmountView.vue";
import BarChartView from "./views/BarChartView.vue";
import ButtonView from "./views/ButtonView.vue";
import CardView from "./views/CardView.vue";
import CertificateView from "./views/CertificateView.vue";
import ColumnView from "./views/ColumnView.vue";
import ContactCardView from "./views/ContactCardView.vue";
import DisclosureView from "./views/DisclosureView.vue";
import DividerView from "./views/DividerView.vue";
import EmptyStateView from "./views/EmptyStateView.vue";
import FactTableView from "./views/FactTableView.vue";
import IconView from "./views/IconView.vue";
import ListView from "./views/ListView.vue";
import NoticeView from "./views/NoticeView.vue";
import ProgressView from "./views/ProgressView.vue";
import RowView from "./views/RowView.vue";
import ServiceTileView from "./views/ServiceTileView.vue";
import SlotPickerView from "./views/SlotPickerView.vue";
import StatusTimelineView from "./views/StatusTimelineView.vue";
import StepsView from "./views/StepsView.vue";
import TableView from "./views/TableView.vue";
import TabsView from "./views/TabsView.vue";
import TextView from "./views/TextView.vue";

/** Every component of the catalogue and what draws it. What few screens use comes when it is needed. */
export const VIEWS: Record<Name, Component> = {
  Text: TextView,
  Icon: IconView,
  Divider: DividerView,
  Button: ButtonView,
  List: ListView,
  Notice: NoticeView,
  FactTable: FactTableView,
  Table: TableView,
  Steps: StepsView,
  StatusTimeline: StatusTimelineView,
  Progress: ProgressView,
  EmptyState: EmptyStateView,
  Amount: AmountView,
  ServiceTile: ServiceTileView,
  MapPoints: lazy(() => import("./views/MapPointsView.vue")),
  QrCode: lazy(() => import("./views/QrCodeView.vue")),
  Certificate: CertificateView,
  ContactCard: ContactCardView,
  SlotPicker: SlotPickerView,
  BarChart: BarChartView,
  Form: lazy(() => import("./FormView.vue")),
  Row: RowView,
  Column: ColumnView,
  Card: CardView,
  Disclosure: DisclosureView,
  Tabs: TabsView,
};

// Without these a component has nothing to show, and a blank says less than a notice.
const LISTS: Partial<Record<Name, string>> = {
  List: "items",
  FactTable: "facts",
  Table: "rows",
  Steps: "items",
  StatusTimeline: "entries",
  MapPoints: "points",
  SlotPicker: "days",
  BarChart: "bars",
  Row: "children",
  Column: "children",
  Card: "children",
  Disclosure: "children",
  Tabs: "tabs",
};

function isWhole(node: Node): node is KnownNode {
  const list = LISTS[node.component as Name];
  return !list || Array.isArray((node as unknown as Record<string, unknown>)[list]);
}

// The contract's fallbacks have none of their own; a longer chain is a mistake or mischief.
const FALLBACKS_MOST = 2;

/** What to draw for a node: itself, its fallback, nothing when it may be dropped, or which notice stands for it. */
export function drawable(node: Node | null, depth = 0): KnownNode | "outdated" | "lacking" | null {
  const known = node !== null && typeof node === "object" && Object.keys(VIEWS).includes(node.component) && isWhole(node);
  if (known && (node.requires ?? []).every(has)) return node;
  const fallback = node?.fallback;
  if (fallback === "drop") return null;
  if (fallback && depth < FALLBACKS_MOST) return drawable(fallback, depth + 1);
  return known ? "lacking" : "outdated";
}
