import type { Component } from "vue";
import { lazy } from "../lazy";
import type { FieldKind } from "../schema";
import AgreementControl from "./AgreementControl.vue";
import ChoiceControl from "./ChoiceControl.vue";
import IdentityControl from "./IdentityControl.vue";
import MultiChoiceControl from "./MultiChoiceControl.vue";
import PeriodControl from "./PeriodControl.vue";
import TypedControl from "./TypedControl.vue";

const RegionControl = lazy(() => import("./RegionControl.vue"));

/** The control of each semantic field; a Statement is shown among the known facts, not asked. */
export const CONTROLS: Record<FieldKind, Component> = {
  ShortText: TypedControl,
  LongText: TypedControl,
  Name: TypedControl,
  Phone: TypedControl,
  CreditCode: TypedControl,
  Number: TypedControl,
  Money: TypedControl,
  Date: TypedControl,
  Statement: TypedControl,
  IdDocument: IdentityControl,
  Period: PeriodControl,
  Choice: ChoiceControl,
  YesNo: ChoiceControl,
  MultiChoice: MultiChoiceControl,
  Agreement: AgreementControl,
  Region: RegionControl,
  StandardAddress: RegionControl,
  Attachment: lazy(() => import("./AttachmentControl.vue")),
  Signature: lazy(() => import("./SignatureControl.vue")),
};
