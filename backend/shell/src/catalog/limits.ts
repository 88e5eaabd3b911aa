import type { Screen } from "./screen";

/** The same numbers as `plugin_sdk/contract/limits.py`: the server keeps them, and an old phone does not rely on that. */
export const SCREEN_DEPTH = 16;
export const SCREEN_NODES = 2_000;
export const OUTPUT_BYTES = 256 * 1024;

/** Whether this phone should draw the screen at all: objects and lists are counted as the server counts them. */
export function isDrawable(screen: Screen): boolean {
  if (!Array.isArray(screen.body)) return false;
  let nodes = 0;
  const waiting: [object, number][] = [[screen, 1]];
  while (waiting.length) {
    const [part, depth] = waiting.pop()!;
    nodes += 1;
    if (depth > SCREEN_DEPTH || nodes > SCREEN_NODES) return false;
    for (const value of Object.values(part))
      if (typeof value === "object" && value !== null) waiting.push([value as object, depth + 1]);
  }
  return new TextEncoder().encode(JSON.stringify(screen)).length <= OUTPUT_BYTES;
}
