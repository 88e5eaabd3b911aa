import type { HelpRequest, HelpState } from "@/api/halls";
import type { Badge } from "@/catalog/screen";
import { t } from "@/texts/texts";

const TONES: Record<HelpState, Badge["tone"]> = {
  open: "info",
  taken: "info",
  arranged: "success",
  done: "success",
  withdrawn: "warning",
  unable: "danger",
};

export function helpBadge(one: Pick<HelpRequest, "state">): Badge {
  return { text: t(`help.state.${one.state}`), tone: TONES[one.state] };
}

export const isOpen = (one: Pick<HelpRequest, "state">) => ["open", "taken", "arranged"].includes(one.state);
