import { forget, recall, remember } from "@/storage";

const KEY = "kuaiban.open-guides";

/** Whether the home page showed a guide last time, and so keeps room for one while it asks. Nothing of it is kept but
 * that, and no longer than the session.
 */
export const expectsGuides = (): boolean => recall(KEY) !== null;

export function expectGuides(any: boolean): void {
  if (any) remember(KEY, "1");
  else forget(KEY);
}
