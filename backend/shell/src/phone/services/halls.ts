import type { FreeSlot, Hall, Hours, Ticket } from "@/api/halls";
import type { Badge } from "@/catalog/screen";
import { dateAndTime, dayKey, dayShort } from "@/texts/dates";
import { t } from "@/texts/texts";
import { joined } from "./words";

export const hoursText = (hours: Hours[]) => joined(hours.map((one) => `${one.opens}–${one.closes}`));

/** Whether one may come now, and when otherwise. */
export function openBadge(hall: Hall): Badge {
  if (hall.kioskState === "out-of-order") return { text: t("hall.outOfOrder"), tone: "danger" };
  if (hall.openNow) return { text: t("hall.open"), tone: "success" };
  return {
    text: hall.opensNext ? t("hall.opens", { at: dateAndTime(hall.opensNext) }) : t("hall.closed"),
    tone: "warning",
  };
}

/** Free times by day, in order. */
export function slotDays(slots: FreeSlot[]): { day: string; label: string; slots: FreeSlot[] }[] {
  const days = new Map<string, FreeSlot[]>();
  for (const slot of slots) {
    const day = dayKey(slot.startsAt);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return [...days].map(([day, list]) => ({ day, label: dayShort(list[0]!.startsAt), slots: list }));
}

export function isLive(ticket: Ticket): boolean {
  return ["waiting", "called", "serving", "skipped"].includes(ticket.state);
}
