import { ask } from "./http";

/** Days that differ from "Monday to Friday", as the State Council published them for one year. */
export interface CalendarYear {
  year: number;
  provisional: boolean;
  days: { day: string; kind: "holiday" | "workday"; name: string }[];
}

export const calendarYear = (year: number) =>
  ask<CalendarYear>({ method: "GET", path: `/calendar/${year}`, open: true });
