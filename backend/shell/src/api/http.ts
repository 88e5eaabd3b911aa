import { settings } from "@/settings";
import { newId } from "./ids";
import { renew } from "./renewal";
import * as session from "./session";
import { isRefused, NoAnswer, refusalOf } from "./troubles";

export const BASE = "/api/v1";
// Mountain villages have slow networks; after this the person deserves a retry button.
const PATIENCE_MS = 30_000;

export type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface Request {
  method: Method;
  path: string;
  body?: unknown;
  /** Given by callers that must keep the key over a restart of the page (drafts); otherwise chosen here. */
  key?: string;
  /** Nothing comes after it: it is sent although the page goes. */
  last?: boolean;
  /** Sign-in and public data: no token is sent, and a 401 is an answer like others. */
  open?: boolean;
}

// Keys of writes whose outcome we do not know. The same write again must carry the same key.
const undecided = new Map<string, string>();

/** Ask the server. Renews the session once when needed.
 *
 * Throws `Refused` when the server says no, `NoAnswer` when nothing came back.
 */
export async function ask<Answer>(request: Request): Promise<Answer> {
  const write = request.method !== "GET";
  const sameWrite = `${request.method} ${request.path} ${JSON.stringify(request.body)}`;
  const key = write ? (request.key ?? undecided.get(sameWrite) ?? newId()) : undefined;
  if (key) undecided.set(sameWrite, key);
  const response = await sendSignedIn(request, key);
  // From 500 on we cannot know whether the write happened, so its key stays.
  if (response.status < 500) undecided.delete(sameWrite);
  if (!response.ok) throw await refusalOf(response);
  return (response.status === 204 ? undefined : await readJson(response)) as Answer;
}

/** The bytes that the server answers with; the token stays in its header and out of every address. */
export async function bytesOf(path: string): Promise<Blob> {
  const response = await sendSignedIn({ method: "GET", path });
  if (!response.ok) throw await refusalOf(response);
  return response.blob().catch((cause: unknown) => {
    throw new NoAnswer("the answer broke off", { cause });
  });
}

/** Save what the server answers with as a file on this device; `name` is without an ending where the file has its own. */
export async function download(path: string, name: string): Promise<void> {
  const content = await bytesOf(path);
  save(content, named(name, content));
}

const ENDINGS: Record<string, string> = { "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf" };

/** The name with the ending that belongs to what the file is. */
export function named(name: string, content: Blob): string {
  const ending = ENDINGS[content.type] ?? "";
  return name.endsWith(ending) ? name : `${name}${ending}`;
}

/** Give the person a file that is here already. */
export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE_MS);
}

async function sendSignedIn(request: Request, key?: string): Promise<Response> {
  if (request.open || !session.signedIn.value) return send(request, key);
  if (session.accessToken() === null) await renew(send);
  const response = await send(request, key);
  if (response.status !== 401) return response;
  await renew(send);
  return send(request, key);
}

/** Run something that sends the token by itself, once more with a new token when the server says that it is spent. */
export async function withBearer<Answer>(work: (token: string | null) => Promise<Answer>): Promise<Answer> {
  if (!session.signedIn.value) return work(null);
  if (session.accessToken() === null) await renew(send);
  try {
    return await work(session.accessToken());
  } catch (cause) {
    if (!isRefused(cause) || cause.problem.status !== 401) throw cause;
    await renew(send);
    return work(session.accessToken());
  }
}

async function send(request: Request, key?: string): Promise<Response> {
  const headers = new Headers({ Accept: "application/json", "Accept-Language": settings.language });
  const token = request.open ? null : session.accessToken();
  if (token) headers.set("Authorization", `Bearer ${token}`);
  if (key) headers.set("Idempotency-Key", key);
  if (request.body !== undefined) headers.set("Content-Type", "application/json");
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const { signal } = patience;
    return await fetch(BASE + request.path, {
      method: request.method,
      headers,
      body,
      signal,
      credentials: "omit",
      keepalive: request.last,
      cache: "no-store",
    });
  } catch (cause) {
    throw new NoAnswer("no answer", { cause });
  } finally {
    clearTimeout(timer);
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new NoAnswer("the answer broke off", { cause });
  }
}
