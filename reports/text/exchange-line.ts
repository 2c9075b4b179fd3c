/** One request and its answer, as a transcript keeps them: no header and no body, only what they amounted to. */
export interface ExchangeLine {
  readonly method: string;
  readonly path: string;
  /** The number of the instance, the balancer where none answered, or the browser that asked. */
  readonly at: string;
  /** The status; in words where there was no answer. */
  readonly outcome: string;
  /** The error that the answer named. */
  readonly code?: string;
  /** For whom it was answered. */
  readonly subject?: string;
}

/** Whether it was let through or refused. What got no answer, or one that a server broke over, was neither. */
export function isYesOrNo({ outcome }: Pick<ExchangeLine, 'outcome'>): boolean {
  return /^[234]\d\d$/.test(outcome);
}

/** `GET /me @1 → 200 as user-3`. It is kept as a line, since a run has a hundred thousand of them. */
export function exchangeLine({ method, path, at, outcome, code, subject }: ExchangeLine): string {
  return `${method} ${path} @${at} → ${outcome}${code ? ` ${code}` : ''}${subject === undefined ? '' : ` as ${subject}`}`;
}

/** The other way; undefined of a line that is a note. */
export function readExchangeLine(text: string): ExchangeLine | undefined {
  const [, method, path, at, outcome, code, subject] =
    /^([A-Z]+) (\S+) @(\S+) → (\d{3}|no answer \([^)]*\))(?: (\S+?))??(?: as (.+))?$/.exec(text) ?? [];
  if (method === undefined || path === undefined || at === undefined || outcome === undefined) return undefined;
  return { method, path, at, outcome, ...(code !== undefined && { code }), ...(subject !== undefined && { subject }) };
}
