import { ask } from "./http";
import * as session from "./session";

export interface Persona {
  id: string;
  name: string;
  title: string;
  regionName: string;
  kind: "resident" | "staff";
}

export interface Me {
  id: string;
  name: string;
  fullName: string;
  phoneMasked: string;
  regionCode: string;
  regionName: string;
  trustLevel: number;
  roles: string[];
  hasPassword: boolean;
}

export interface Device {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string;
  current: boolean;
}

export interface Consent {
  id: string;
  recipient: string;
  recipientName: string;
  purposeText: { zh: string; en: string };
  fields: string[];
  legalBasis: string;
  givenAt: string;
  expiresAt: string | null;
  withdrawnAt: string | null;
}

export interface Disclosure {
  id: string;
  at: string;
  recipientName: string;
  purposeText: { zh: string; en: string };
  fields: string[];
}

export interface Page<Item> {
  items: Item[];
  nextCursor?: string | null;
}

export interface Personas extends Page<Persona> {
  /** The page is open to a network: a demo sign-in needs one of the codes in the terminal. */
  codeNeeded: boolean;
}

export interface SentText {
  phone: string;
  text: string;
  at: string;
}

export function requestPhoneCode(phone: string): Promise<{ expiresIn: number; resendAfter: number }> {
  return ask({ method: "POST", path: "/auth/phone-codes", body: { phone }, open: true });
}

async function signIn(path: string, proof: Record<string, string>): Promise<void> {
  const body = { ...proof, device: session.device() };
  await session.begin(await ask<session.Tokens>({ method: "POST", path, body, open: true }));
}

export const signInByPhone = (phone: string, code: string) => signIn("/auth/sign-in/phone", { phone, code });
export const signInByPassword = (phone: string, password: string) =>
  signIn("/auth/sign-in/password", { phone, password });
export const signInAsPersona = (persona: string, code?: string) =>
  signIn("/auth/demo-sign-in", code ? { persona, code } : { persona });

/** Personas to choose from; the server knows them in the demo world only and refuses elsewhere. */
export const demoPersonas = () => ask<Personas>({ method: "GET", path: "/auth/demo-personas", open: true });

/** Texts that would have gone to this phone; demo world only. */
export const developmentOutbox = (phone: string) =>
  ask<Page<SentText>>({
    method: "GET",
    path: `/auth/development-outbox?phone=${encodeURIComponent(phone)}`,
    open: true,
  });

export const signOut = () => ask<void>({ method: "POST", path: "/auth/sign-out", last: true });
export const me = () => ask<Me>({ method: "GET", path: "/me" });
export const setPassword = (password: string, current?: string) =>
  ask<void>({ method: "PUT", path: "/me/password", body: current ? { password, current } : { password } });
export const devices = () => ask<Page<Device>>({ method: "GET", path: "/me/devices" });
export const endDevice = (id: string) => ask<void>({ method: "DELETE", path: `/me/devices/${encodeURIComponent(id)}` });
export const consents = () => ask<Page<Consent>>({ method: "GET", path: "/me/consents?limit=100" });
export const withdrawConsent = (id: string) =>
  ask<void>({ method: "DELETE", path: `/me/consents/${encodeURIComponent(id)}` });
export const disclosures = (cursor?: string | null) =>
  ask<Page<Disclosure>>({
    method: "GET",
    path: `/me/disclosures${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`,
  });
