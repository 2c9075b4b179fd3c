import { exchangeLine } from '../../reports/text/exchange-line.ts';
import { redact, redactText } from '../../reports/text/redact.ts';
import type { Facts, HttpRequest, Reply } from '../../scenarios/exchange.ts';

export interface Line {
  readonly atMs: number;
  readonly text: string;
  readonly facts?: Facts;
  /** Of a line that is one. */
  readonly request?: {
    readonly method: string;
    readonly path: string;
    readonly at: string;
    readonly status: number;
    readonly ms: number;
    readonly error?: string;
  };
}

export interface Transcript {
  note(text: string, facts?: Facts): void;
  /** @param at the instance that answered, the balancer where none did, or who asked for us. */
  exchange(request: HttpRequest, at: number | 'balancer' | 'browser', reply: Reply): void;
  lines(): readonly Line[];
  /** Plain JSON about what was done, without the secrets that were seen in it. */
  redact<T>(facts: T): T;
}

/** Enough to follow any attack step by step; races and loads would fill a disk. */
const longest = 300;

/** A shorter credential would be cut out of words that only look like it. */
const shortestSecret = 4;

/**
 * What was done and seen, in order, without a secret: no header and no body is kept, only what they amounted to.
 * @param secrets what must never be shown, beside the credentials that are handed out meanwhile
 */
export function createTranscript(secrets: readonly string[] = []): Transcript {
  const start = performance.now();
  const lines: Line[] = [];
  const known = new Set(secrets);
  let left = 0;
  const add = (text: string, facts?: Facts, request?: Line['request']) => {
    if (lines.length >= longest) left += 1;
    else
      lines.push({
        atMs: Math.round(performance.now() - start),
        text: redactText(text, known),
        ...(facts && { facts: redact(facts, known) }),
        ...(request && { request: redact(request, known) }),
      });
  };
  const learn = (value: string) => {
    // what shows by itself that it is a secret need not be remembered
    if (value.length >= shortestSecret && redactText(value) === value) known.add(value);
  };
  return {
    note: (text, facts) => add(text, facts),
    exchange({ method, path }, at, reply) {
      for (const { values } of Object.values(reply.credential)) Object.values(values).forEach(learn);
      const outcome = reply.status === 0 ? `no answer (${reply.failure ?? 'unknown'})` : String(reply.status);
      const code = errorCode(reply.body);
      add(
        exchangeLine({
          ...{ method, path, at: String(at), outcome, code },
          ...(reply.subject !== undefined && { subject: reply.subject }),
        }),
        undefined,
        {
          ...{ method, path, at: String(at), status: reply.status, ms: Math.round(reply.ms * 10) / 10 },
          ...(code && { error: code }),
        },
      );
    },
    redact: (facts) => redact(facts, known),
    lines: () => (left === 0 ? lines : [...lines, { atMs: lines.at(-1)?.atMs ?? 0, text: `… and ${left} more lines` }]),
  };
}

function errorCode(body: unknown): string {
  const code = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  return typeof code === 'string' ? code : '';
}
