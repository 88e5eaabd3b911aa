import { ref } from "vue";
import { isKiosk } from "@/kiosk";
import { forget, recall, remember } from "@/storage";
import { newId } from "./ids";
import * as vault from "./vault";

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
}

const SIGNED_IN = "kuaiban.signed-in";
const DEVICE = "kuaiban.device";

// In memory only: a script that reads storage later finds nothing that opens the API at once.
let access: string | null = null;

/** Whether somebody is signed in on this device, as far as the device knows. */
export const signedIn = ref(recall(SIGNED_IN) !== null);

export async function begin(tokens: Tokens): Promise<void> {
  access = tokens.accessToken;
  await vault.put({ token: tokens.refreshToken, key: newId() });
  remember(SIGNED_IN, "1");
  signedIn.value = true;
}

export async function end(): Promise<void> {
  access = null;
  await vault.put(null);
  forget(SIGNED_IN);
  signedIn.value = false;
}

export const accessToken = (): string | null => access;

/** This browser as a device: the id stays over sign-outs so that the list of devices stays short. */
export function device(): { id: string; name: string } {
  const id = recall(DEVICE) ?? newId();
  remember(DEVICE, id);
  return { id, name: isKiosk ? "自助终端" : deviceName(navigator.userAgent) };
}

function deviceName(agent: string): string {
  const known: [RegExp, string][] = [
    [/HarmonyOS/, "鸿蒙手机"],
    [/iPhone/, "iPhone"],
    [/iPad/, "iPad"],
    [/Android/, "安卓手机"],
    [/Windows/, "Windows 电脑"],
    [/Mac OS/, "Mac 电脑"],
    [/Linux/, "Linux 电脑"],
  ];
  return known.find(([pattern]) => pattern.test(agent))?.[1] ?? "浏览器";
}

// Signing out in one tab signs out all tabs: a shared phone must not keep a forgotten one open.
window.addEventListener("storage", (event) => {
  if (event.key !== SIGNED_IN) return;
  access = null;
  signedIn.value = event.newValue !== null;
});
