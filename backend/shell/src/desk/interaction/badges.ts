import type { LetterSummary } from "@/api/interaction";
import type { DeskNoticeLine } from "@/api/interactionDesk";
import type { Badge } from "@/catalog/screen";
import { letterBadge } from "@/phone/interaction/lists";
import { d } from "../words";

/** As its writer sees it, but that an answer waits to be checked. */
export const deskLetterBadge = (one: LetterSummary): Badge =>
  one.state === "proposed" && !one.overdue ? { text: d("answerProposed"), tone: "warning" } : letterBadge(one);

export function noticeBadge(one: DeskNoticeLine): Badge {
  if (one.withdrawn) return { text: d("noticeWithdrawn"), tone: "warning" };
  if (one.state === "published") return { text: d("noticePublished"), tone: "success" };
  return one.state === "submitted" ? { text: d("noticeSubmitted"), tone: "warning" } : { text: d("noticeDraft"), tone: "info" };
}
