import { settings } from "@/settings";

// Gansu keeps Beijing time wherever the phone is; a deadline must not move with the traveller.
const ZONE = "Asia/Shanghai";

function formatted(iso: string, options: Intl.DateTimeFormatOptions): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const locale = settings.language === "en" ? "en-GB" : "zh-CN";
  return new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options }).format(moment);
}

/** "2026年11月23日 19:53" */
export function dateAndTime(iso: string): string {
  return formatted(iso, { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
}

/** "2026年11月23日" */
export function dateOnly(iso: string): string {
  return formatted(iso, { year: "numeric", month: "long", day: "numeric" });
}

/** "11月23日 周一" */
export function dayShort(iso: string): string {
  return formatted(iso, { month: "short", day: "numeric", weekday: "short" });
}

/** "09:30" */
export function timeOnly(iso: string): string {
  return formatted(iso, { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** The day in Gansu as `YYYY-MM-DD`; without an argument, today. */
export function dayKey(iso: string | number = Date.now()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(new Date(iso));
}
