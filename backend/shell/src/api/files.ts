import type { StoredFile } from "@/catalog/schema";
import { settings } from "@/settings";
import { BASE, withBearer } from "./http";
import { newId } from "./ids";
import { NoAnswer, Refused } from "./troubles";

interface Watch {
  /** Hears which part of 1 has been sent. */
  told: (part: number) => void;
  signal: AbortSignal;
}

/** Send one file. XMLHttpRequest, because fetch cannot say how far an upload has come.
 *
 * Throws `Refused` when the server says no, `NoAnswer` when nothing came back or the signal fired.
 */
export async function upload(file: File, watch: Watch): Promise<StoredFile> {
  const key = newId();
  return withBearer((token) => send(file, { ...watch, token, key }));
}

function send(file: File, { told, signal, token, key }: Watch & { token: string | null; key: string }) {
  return new Promise<StoredFile>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${BASE}/files`);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Accept-Language", settings.language);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.setRequestHeader("Idempotency-Key", key);
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.onprogress = (event) => event.lengthComputable && told(event.loaded / event.total);
    request.onerror = request.onabort = request.ontimeout = () => reject(new NoAnswer("no answer"));
    request.onload = () => {
      const { status, response } = request;
      if (status < 300 && response) return resolve(response as StoredFile);
      const problem = (response ?? {}) as { code?: string; title?: string };
      reject(new Refused({ ...problem, code: problem.code ?? `http.${status}`, status, title: problem.title ?? "" }));
    };
    if (signal.aborted) return reject(new NoAnswer("taken back"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
