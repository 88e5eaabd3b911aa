/** RFC 9457 answer of the server; `title` and `detail` come in the language we asked for. */
export interface Problem {
  code: string;
  status: number;
  title: string;
  detail?: string;
  traceId?: string;
  params?: Record<string, unknown>;
  errors?: { pointer: string; zh: string; en?: string }[];
}

/** The server read the request and said no, with a reason that people can read. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

/** No answer came: no network, or none in time. Whether the server acted is unknown, so a retry keeps its key. */
export class NoAnswer extends Error {}

/** Read a failed response as a problem, even when a proxy in between answered with something else. */
export async function refusalOf(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const code = body?.code ?? `http.${response.status}`;
  return new Refused({ ...body, code, status: response.status, title: body?.title ?? "" });
}

/** Whether it is a refusal of a family, for example `host.gesture-`. */
export function isRefusedAs(trouble: unknown, prefix: string): boolean {
  return trouble instanceof Refused && trouble.problem.code.startsWith(prefix);
}

export function isRefused(trouble: unknown, code?: string): trouble is Refused {
  return trouble instanceof Refused && (code === undefined || trouble.problem.code === code);
}
