import { computed, ref, shallowRef } from "vue";
import * as identity from "@/api/identity";
import * as session from "@/api/session";
import { type Counts, counts } from "@/api/desk";

/** Who sits at this desk; asked once per sign-in. */
export const officer = shallowRef<identity.Me | null>(null);

export async function whoSitsHere(): Promise<identity.Me> {
  officer.value ??= await identity.me();
  return officer.value;
}

export const isOneOf = (...roles: string[]): boolean => officer.value?.roles.some((role) => roles.includes(role)) ?? false;
export const isCaseOfficer = computed(() => isOneOf("case-officer"));
export const approvesCatalogue = computed(() => isOneOf("operator", "reviewer"));

/** The desk at a glance, shown in the menu and above the queue. */
export const glance = ref<Counts>();

/** Count again; a failure keeps the numbers that are known. */
export async function countAgain(): Promise<void> {
  if (isCaseOfficer.value) glance.value = await counts().catch(() => glance.value);
}

export function forgetOfficer(): void {
  officer.value = null;
  glance.value = undefined;
}

/** Leave this desk, also when the server cannot be told. */
export async function leave(): Promise<void> {
  try {
    await identity.signOut();
  } catch {
    // Out of reach: the session ends here now, and by itself on the server.
  }
  forgetOfficer();
  await session.end();
}
