import type { Feature } from "./screen";

const TESTS: Record<Feature, () => boolean> = {
  camera: () => "mediaDevices" in navigator,
  location: () => "geolocation" in navigator,
  canvas: () => Boolean(document.createElement("canvas").getContext?.("2d")),
};

/** Whether this phone has what a component requires; a feature we never heard of is one it lacks. */
export function has(feature: string): boolean {
  return feature in TESTS && TESTS[feature as Feature]();
}
