import { ask } from "./http";
import type { Page } from "./identity";

export interface Hours {
  opens: string;
  closes: string;
}

export type Evidence = "read" | "recalled" | "invented";

/** A service hall, point or kiosk. */
export interface Hall {
  code: string;
  level: "province" | "prefecture" | "county" | "township" | "village" | "kiosk";
  name: string;
  regionCode: string;
  regionName: string;
  address: string;
  phones: string[];
  openNow: boolean;
  today: Hours[];
  opensNext: string | null;
  servesAll: boolean;
  helps: boolean;
  takesTickets: boolean;
  takesAppointments: boolean;
  kioskState: "working" | "reported" | "out-of-order" | null;
  distanceMeters: number | null;
  evidence: Evidence;
  detailsEvidence: Evidence;
  source: string;
}

export interface HallDetail extends Hall {
  department: string;
  hours: (Hours & { weekday: number })[];
  followsHolidays: boolean;
  closedDates: string[];
  calendarProvisional: boolean;
  lines: { letter: string; name: string; basicCodes: string[] }[];
  windows: { number: number; name: string; letters: string[] }[];
  accessibility: Record<"stepFree" | "wheelchair" | "accessibleToilet" | "signLanguage" | "elderDesk", boolean> & {
    note: string;
  };
  abilities: { id: string; zh: string; en: string }[];
  waiting: number;
}

export interface FreeSlot {
  slotId: string;
  startsAt: string;
  endsAt: string;
  free: number;
}

export interface Appointment {
  bookingId: string;
  number: string;
  hallCode: string;
  hallName: string;
  startsAt: string;
  endsAt: string;
  address: string;
  state: string;
}

export type TicketState = "waiting" | "called" | "serving" | "done" | "skipped" | "no-show" | "cancelled" | "lapsed";
export const NEEDS = ["none", "elder", "disability", "pregnant", "with-infant"] as const;
export type Need = (typeof NEEDS)[number];

export interface Ticket {
  id: string;
  hallCode: string;
  hallName: string;
  day: string;
  number: string;
  letter: string;
  lineName: string;
  state: TicketState;
  need: Need;
  basicCode: string | null;
  slotStartsAt: string | null;
  takenAt: string;
  calledAt: string | null;
  calls: number;
  windowNumber: number | null;
  windowName: string | null;
  ahead: number | null;
  estimatedWaitMinutes: number | null;
}

export interface TakeTicket {
  hallCode: string;
  letter?: string | null;
  basicCode?: string | null;
  need: Need;
  bookingId?: string | null;
}

export interface HelpMessage {
  id: string;
  mine: boolean;
  text: string;
  at: string;
}

export type HelpState = "open" | "taken" | "arranged" | "done" | "withdrawn" | "unable";

export interface HelpRequest {
  id: string;
  regionCode: string;
  regionName: string;
  place: string;
  wishedAt: string | null;
  basicCode: string | null;
  what: string;
  state: HelpState;
  mine: boolean;
  helperName: string | null;
  visitAt: string | null;
  reason: string;
  createdAt: string;
  changedAt: string;
  messages: HelpMessage[];
}

export interface AskForHelp {
  regionCode: string;
  place: string;
  wishedAt: string | null;
  basicCode: string | null;
  what: string;
}

export const hallsFor = (regionCode: string) =>
  ask<Page<Hall>>({
    method: "GET",
    path: `/halls/near?limit=20&regionCode=${encodeURIComponent(regionCode)}`,
    open: true,
  });
export const hallsNear = (position: { lon: number; lat: number }) =>
  ask<Page<Hall>>({ method: "GET", path: `/halls/near?limit=20&lon=${position.lon}&lat=${position.lat}`, open: true });
export const hall = (code: string) =>
  ask<HallDetail>({ method: "GET", path: `/halls/${encodeURIComponent(code)}`, open: true });
export const freeSlots = (code: string, fromDate: string, days = 14) =>
  ask<{ items: FreeSlot[]; nextDate: string | null }>({
    method: "GET",
    path: `/halls/${encodeURIComponent(code)}/appointments?fromDate=${fromDate}&days=${days}`,
    open: true,
  });
export const book = (code: string, slotId: string) =>
  ask<Appointment>({
    method: "POST",
    path: `/halls/${encodeURIComponent(code)}/appointments`,
    body: { slotId },
  });

export const takeTicket = (body: TakeTicket) => ask<Ticket>({ method: "POST", path: "/queue-tickets", body });
export const tickets = () => ask<Page<Ticket>>({ method: "GET", path: "/queue-tickets?limit=20" });
export const ticket = (id: string) => ask<Ticket>({ method: "GET", path: `/queue-tickets/${encodeURIComponent(id)}` });
export const giveTicketBack = (id: string) =>
  ask<void>({ method: "DELETE", path: `/queue-tickets/${encodeURIComponent(id)}` });
export const rejoin = (id: string) =>
  ask<Ticket>({ method: "POST", path: `/queue-tickets/${encodeURIComponent(id)}/rejoin` });

export const askForHelp = (body: AskForHelp) => ask<HelpRequest>({ method: "POST", path: "/help-requests", body });
export const helpRequests = () => ask<Page<HelpRequest>>({ method: "GET", path: "/help-requests?limit=20" });
export const helpRequest = (id: string) =>
  ask<HelpRequest>({ method: "GET", path: `/help-requests/${encodeURIComponent(id)}` });
export const withdrawHelp = (id: string) =>
  ask<HelpRequest>({ method: "POST", path: `/help-requests/${encodeURIComponent(id)}/withdraw` });
export const writeToHelper = (id: string, text: string) =>
  ask<HelpRequest>({ method: "POST", path: `/help-requests/${encodeURIComponent(id)}/messages`, body: { text } });

/** A booking of mine, as the bookings room keeps it. */
export interface Booking {
  id: string;
  name: { zh: string; en?: string };
  address: string;
  startsAt: string;
  endsAt: string;
  state: string;
  number: string | null;
}

const OPEN = ["waiting", "held", "booked"];

/** My appointments that are still to come. */
export async function bookingsOfMine(): Promise<Booking[]> {
  const page = await ask<Page<Booking>>({ method: "GET", path: "/bookings?limit=50" });
  return page.items.filter((one) => OPEN.includes(one.state) && Date.parse(one.endsAt) > Date.now());
}
export const cancelBooking = (id: string) =>
  ask<void>({ method: "DELETE", path: `/bookings/${encodeURIComponent(id)}` });
