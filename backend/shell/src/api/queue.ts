import { ask } from "./http";
import type { Need, TicketState } from "./halls";
import type { Page } from "./identity";

/** The officer's side of a hall: a window of one's own, whom it calls, and what becomes of each ticket. */

export interface MyHall {
  code: string;
  name: string;
  level: string;
}

export interface DeskTicket {
  id: string;
  number: string;
  letter: string;
  state: TicketState;
  need: Need;
  basicCode: string | null;
  slotStartsAt: string | null;
  takenAt: string;
  calledAt: string | null;
  calls: number;
  windowNumber: number | null;
  note: string;
  personId: string | null;
  personName: string | null;
}

export interface Seat {
  hallCode: string;
  hallName: string;
  regionCode: string;
  department: string;
  number: number;
  name: string;
  letters: string[];
}

export interface HallDesk {
  hallCode: string;
  name: string;
  day: string;
  open: boolean;
  window: Seat | null;
  current: DeskTicket | null;
  windows: { number: number; name: string; letters: string[]; officer: string | null; mine: boolean; ticketNumber: string | null }[];
  lines: { letter: string; name: string; waiting: number; priority: number; appointments: number }[];
  waiting: DeskTicket[];
  skipped: DeskTicket[];
}

export type Step = "recall" | "serve" | "finish" | "skip" | "no-show";

const at = (hall: string, what = "") => `/desk/queue/${encodeURIComponent(hall)}${what}`;
const ticketAt = (hall: string, id: string, what: string) => at(hall, `/tickets/${encodeURIComponent(id)}/${what}`);

export const myHalls = () => ask<Page<MyHall>>({ method: "GET", path: "/desk/queue/halls?limit=100" });
export const hallDesk = (hall: string) => ask<HallDesk>({ method: "GET", path: at(hall) });
export const sitDown = (hall: string, windowNumber: number, takeOver: boolean) =>
  ask<Seat>({ method: "POST", path: at(hall, "/seat"), body: { windowNumber, takeOver } });
export const getUp = (hall: string, handOver: boolean) =>
  ask<void>({ method: "DELETE", path: at(hall, `/seat?handOver=${handOver}`) });
export const callNext = (hall: string) =>
  ask<{ ticket: DeskTicket | null }>({ method: "POST", path: at(hall, "/call") });
export const moveTicket = (hall: string, id: string, step: Step) =>
  ask<DeskTicket>({ method: "POST", path: ticketAt(hall, id, step) });
export const transferTicket = (
  hall: string,
  id: string,
  body: { windowNumber: number | null; letter: string | null; note: string },
) => ask<DeskTicket>({ method: "POST", path: ticketAt(hall, id, "transfer"), body });
export const handOutTicket = (hall: string, body: { letter: string | null; need: Need }) =>
  ask<DeskTicket>({ method: "POST", path: at(hall, "/tickets"), body: { ...body, basicCode: null } });
