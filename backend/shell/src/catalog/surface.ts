import { computed, inject, type InjectionKey, type Ref, ref, watch } from "vue";
import type { Data } from "./schema";
import type { Target } from "./screen";
import type { Troubles } from "./validation";

/** What every component of a screen knows of the page around it, however deep it stands. */
export interface Surface {
  /** The registered name of the department whose mini-app this is; never a word of its screens. */
  department: Readonly<Ref<string>>;
  busy: Readonly<Ref<boolean>>;
  known: Readonly<Ref<Data>>;
  draft: Readonly<Ref<Data | undefined>>;
  troubles: Readonly<Ref<Troubles>>;
  go: (target: Target) => void;
  submit: (action: string, data: Data) => void;
  /** Something was typed that the phone may keep until it is sent. */
  changed: (data: Data) => void;
}

export const SURFACE: InjectionKey<Surface> = Symbol("surface");

export function useSurface(): Surface {
  const surface = inject(SURFACE);
  if (!surface) throw new Error("a component of the catalogue stands outside of a screen");
  return surface;
}

/** Something to tap: only what was tapped shows that it is waiting. */
export function useTap() {
  const surface = useSurface();
  const tapped = ref(false);
  watch(surface.busy, (busy) => (tapped.value = tapped.value && busy));

  function tap(work: () => void): void {
    if (surface.busy.value) return;
    tapped.value = true;
    work();
  }

  return {
    waiting: computed(() => tapped.value && surface.busy.value),
    tap: (target: Target) => tap(() => surface.go(target)),
    submit: (action: string, data: Data) => tap(() => surface.submit(action, data)),
  };
}
