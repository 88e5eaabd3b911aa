import { reactive, watchEffect } from "vue";
import { region } from "@/api/regions";

const CODE = /^62\d{4}(\d{3}){0,2}$/;
const names = reactive(new Map<string, string>());

/** Names for the region codes among some values, asked once each; until they come, and without a network, the code stands. */
export function useRegionNames(values: () => unknown[]): (value: unknown) => string | undefined {
  watchEffect(() => {
    for (const value of values()) {
      if (typeof value !== "string" || !CODE.test(value) || names.has(value)) continue;
      names.set(value, value);
      void region(value).then(
        (one) => names.set(value, one.fullName),
        () => names.delete(value),
      );
    }
  });
  return (value) => (typeof value === "string" ? names.get(value) : undefined);
}
