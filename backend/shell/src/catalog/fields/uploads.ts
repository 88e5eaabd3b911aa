import { ref } from "vue";
import { upload } from "@/api/files";
import { numberText } from "../amounts";
import type { StoredFile } from "../schema";

/** A file of the list: on its way, arrived or failed. `part` of 1 has been sent. */
export interface Upload extends StoredFile {
  key: number;
  state: "sending" | "done" | "failed";
  part: number;
}

const MIB = 1024 * 1024;

/** A size as people say it. */
export function sizeText(bytes: number): string {
  return bytes < MIB ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${numberText(Math.round(bytes / MIB * 10) / 10)} MB`;
}

/** The files of one question. `tell` hears of every change; what has not arrived is told without an id. */
export function useUploads(known: unknown, tell: (value: StoredFile[] | undefined) => void) {
  const arrived = Array.isArray(known) ? (known as StoredFile[]).filter((file) => file.id) : [];
  const files = ref<Upload[]>(arrived.map((file, key) => ({ ...file, key, state: "done", part: 1 })));
  const contents = new Map<number, File>();
  const stops = new Map<number, AbortController>();
  let next = files.value.length;

  function told(): void {
    const value = files.value.map(({ id, name, mediaType, bytes }) => ({ id, name, mediaType, bytes }));
    tell(value.length ? value : undefined);
  }

  function change(key: number, now: Partial<Upload>): void {
    files.value = files.value.map((file) => (file.key === key ? { ...file, ...now } : file));
  }

  async function send(key: number): Promise<void> {
    const content = contents.get(key)!;
    const stop = new AbortController();
    stops.set(key, stop);
    change(key, { state: "sending", part: 0 });
    try {
      const stored = await upload(content, { told: (part) => change(key, { part }), signal: stop.signal });
      change(key, { ...stored, state: "done" });
    } catch {
      // Taken away by the person, or out of reach: both leave the choice to the person.
      change(key, { state: "failed" });
    }
    told();
  }

  function add(content: File): void {
    const key = next++;
    contents.set(key, content);
    const { name, size, type } = content;
    files.value = [...files.value, { id: "", key, name, mediaType: type, bytes: size, state: "sending", part: 0 }];
    told();
    void send(key);
  }

  function remove(key: number): void {
    stops.get(key)?.abort();
    files.value = files.value.filter((file) => file.key !== key);
    told();
  }

  const stop = () => stops.forEach((one) => one.abort());
  return { files, add, again: send, remove, stop };
}
