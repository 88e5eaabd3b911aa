import type { Request } from "./http";
import * as session from "./session";
import { refusalOf } from "./troubles";
import * as vault from "./vault";

type Send = (request: Request, key?: string) => Promise<Response>;

let inFlight: Promise<void> | null = null;

/** Exchange the refresh token for new tokens; however many ask, one exchange is under way.
 *
 * A refresh token used twice ends every session of the device, so tabs take turns (Web Locks) and each reads the
 * newest token inside its turn. Throws `Refused` and ends the session when the server no longer knows it.
 */
export function renew(send: Send): Promise<void> {
  inFlight ??= inTurn(() => exchange(send)).finally(() => {
    inFlight = null;
  });
  return inFlight;
}

async function inTurn(work: () => Promise<void>): Promise<void> {
  // Absent without HTTPS; then only two tabs at the very same moment could collide.
  if (!navigator.locks) return work();
  await navigator.locks.request("kuaiban-renewal", work);
}

async function exchange(send: Send): Promise<void> {
  const kept = await vault.get();
  const body = { refreshToken: kept?.token ?? "" };
  const response = await send({ method: "POST", path: "/auth/refresh", body, open: true }, kept?.key);
  if (response.ok) return session.begin((await response.json()) as session.Tokens);
  const refusal = await refusalOf(response);
  // Out of order or too busy says nothing about the token; everything else means that it is spent.
  if (response.status < 500 && response.status !== 429) await session.end();
  throw refusal;
}
