import type { HistoryState, Router } from "vue-router";
import { signedIn } from "@/api/session";

const OF_THE_ROUTER = new Set(["back", "current", "forward", "replaced", "position", "scroll"]);

/** Whether somebody must sign in before this; they come back to where they are. */
export function signInFirst(router: Router): boolean {
  if (!signedIn.value) void router.push({ path: "/sign-in", query: { next: router.currentRoute.value.fullPath } });
  return !signedIn.value;
}

/** What was passed on to the page that one wanted before signing in: nobody answers twice. */
export function passedOn(): HistoryState {
  const state = (window.history.state ?? {}) as HistoryState;
  return Object.fromEntries(Object.entries(state).filter(([name]) => !OF_THE_ROUTER.has(name)));
}
