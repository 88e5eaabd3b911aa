import type { Router } from "vue-router";

/** One page back; whoever came by a link from outside has nothing behind them in this app. */
export function goBack(router: Router, otherwise: string): void {
  if (window.history.state?.back) router.back();
  else void router.push(otherwise);
}
