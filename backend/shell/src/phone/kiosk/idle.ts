import { onBeforeUnmount, onMounted, type Ref, ref } from "vue";

export const WARN_MS = 60_000;
export const END_MS = 90_000;
const LOOK_MS = 250;
const SIGNS = ["pointerdown", "keydown", "wheel", "touchmove"] as const;

/** How many seconds are left once nobody has touched the screen for a minute, else null; `over` is called at ninety.
 *
 * Counted by a clock, not by ticks: a busy machine must not give anybody more time.
 */
export function useIdle(resting: () => boolean, over: () => void): Ref<number | null> {
  const left = ref<number | null>(null);
  let last = performance.now();
  let looking: ReturnType<typeof setInterval>;

  // The countdown goes at the next look, not under the finger that touches it.
  function touched(): void {
    last = performance.now();
  }

  function look(): void {
    if (resting()) touched();
    const still = performance.now() - last;
    if (still >= END_MS) over();
    else left.value = still >= WARN_MS ? Math.ceil((END_MS - still) / 1000) : null;
  }

  onMounted(() => {
    looking = setInterval(look, LOOK_MS);
    SIGNS.forEach((sign) => window.addEventListener(sign, touched, { capture: true, passive: true }));
  });
  onBeforeUnmount(() => {
    clearInterval(looking);
    SIGNS.forEach((sign) => window.removeEventListener(sign, touched, { capture: true }));
  });
  return left;
}
