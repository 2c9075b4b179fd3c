import type { HttpRequest, RawReply } from '../../../scenarios/exchange.ts';
import { BenchError } from '../../errors.ts';
import type { GovernedTransport } from './governed-transport.ts';

/** A target has ended that nobody had told to end. */
export interface Death {
  /** What was done on it, as evidence names it. */
  readonly cell: string;
  /** The request that it did not survive, without secrets: both where it may have been one or the other, of several at once the first. */
  readonly request: string;
  readonly underWay: number;
  /** How it ended, as far as it can be seen from here. */
  readonly how: string;
  /** `crash`: it ended by itself; `killed`: somebody or the machine ended it; `unseen`: its port answers no more. */
  readonly kind: 'crash' | 'killed' | 'unseen';
  readonly isBack: boolean;
}

/** What was asked of a target cannot be told, since it has ended. */
export class TargetEnded extends Error {
  override readonly name = 'TargetEnded';
}

/** What is known of a target beside its answers. */
export interface Life {
  /** `gone`: nobody listens any more. A server that takes connections and says nothing has not ended. */
  state(): Promise<'up' | 'gone'>;
  obituary(): Promise<Pick<Death, 'kind' | 'how'>>;
  /** Starts it again, or waits for whoever does. @returns whether it is up */
  revive(): Promise<boolean>;
  /** Resolves when a server that has answered has had the time to fall over what it has begun. */
  settled(): Promise<void>;
  /** A request in words, without secrets. */
  describe(request: HttpRequest): string;
  /** What is being done on it. */
  cell(): string;
}

export interface WatchedTransport extends GovernedTransport {
  readonly deaths: readonly Death[];
}

/**
 * A transport that looks after its target whenever a request has no answer. One that has ended is started again, and
 * whoever met the end hears of it by an error: silence is not left to be taken for a refusal.
 */
export function watched(inner: GovernedTransport, life: Life): WatchedTransport {
  const deaths: Death[] = [];
  /** One request may be sent many times at once. */
  const underWay = new Set<{ readonly message: HttpRequest }>();
  /** What was sent last and answered; in words where others sent it. */
  let before: HttpRequest | string | undefined;
  let dying: Promise<Death> | undefined;

  /**
   * A server may answer and then fall over what it has begun: whoever asks next has no answer. So both are sent again, one
   * by one, to one that is up again.
   */
  const culprit = async (origin: string, accused: readonly (HttpRequest | string)[], signal?: AbortSignal) => {
    if (accused.length < 2) return accused[0];
    for (const one of accused) {
      if (typeof one === 'string') continue;
      await inner.send(origin, one, signal);
      await life.settled();
      if ((await life.state()) === 'up') continue;
      await life.revive();
      return one;
    }
    return undefined;
  };
  /** @param reached whether any of them was sent, or all found nobody: then the one before them did it */
  const bury = async (origin: string, suspects: readonly HttpRequest[], reached: boolean, signal?: AbortSignal) => {
    const several = reached && suspects.length > 1;
    const accused = [...(reached || !before ? suspects.slice(0, 1) : []), ...(before && !several ? [before] : [])];
    const named = (by: typeof accused) =>
      by.map((one) => (typeof one === 'string' ? one : life.describe(one))).join(', or the one before it, ');
    const known: Death = {
      ...{ cell: life.cell(), request: named(accused), ...(await life.obituary()) },
      underWay: several ? suspects.length : 1,
      isBack: false,
    };
    // also where the run is cut before it is back
    const place = deaths.push(known) - 1;
    if (!(await life.revive())) return known;
    const found = await culprit(origin, accused, signal).catch(() => signal?.throwIfAborted());
    const death = { ...known, ...(found && { request: named([found]) }), isBack: (await life.state()) === 'up' };
    deaths[place] = death;
    return death;
  };
  const gone = ({ request, underWay, how, isBack }: Death) => {
    const by = underWay > 1 ? `${underWay} requests were under way (first: ${request})` : `it was sent ${request}`;
    return new TargetEnded(`the target ended when ${by}: ${how}${isBack ? '' : '; it has not come back'}`);
  };
  const heed = async <A extends object>(
    origin: string,
    messages: readonly HttpRequest[],
    signal: AbortSignal | undefined,
    deliver: () => Promise<readonly A[]>,
    isSilent: (answer: A) => boolean,
  ): Promise<readonly A[]> => {
    const last = deaths.at(-1);
    if (dying) await dying;
    else if (last && !last.isBack && (await life.state()) === 'gone') throw gone(last);
    const own = messages.map((message) => ({ message }));
    for (const one of own) underWay.add(one);
    try {
      const answers = await deliver();
      const silent = answers.filter(isSilent);
      if (silent.length === 0) {
        before = messages.at(-1) ?? before;
        return answers;
      }
      const reached = silent.some((one) => !('failure' in one && one.failure === 'ECONNREFUSED'));
      // who never was there has not ended
      if (!reached && !before) return answers;
      if (!dying && (await life.state()) === 'up') return answers;
      dying ??= bury(
        origin,
        [...underWay].map(({ message }) => message),
        reached,
        signal,
      ).finally(() => {
        dying = undefined;
      });
      throw gone(await dying);
    } finally {
      for (const one of own) underWay.delete(one);
    }
  };
  const isSilent = ({ status }: { readonly status: number }) => status === 0;
  return {
    ...inner,
    deaths,
    reserve(count) {
      inner.reserve(count);
      before = `load of up to ${count} requests`;
    },
    async send(origin, message, signal) {
      const [answer] = await heed(
        origin,
        [message],
        signal,
        async () => [await inner.send(origin, message, signal)],
        isSilent,
      );
      return answer as Awaited<ReturnType<GovernedTransport['send']>>;
    },
    race: async (entries, signal) => [
      ...(await heed(
        entries[0]?.origin ?? '',
        entries.map(({ request }) => request),
        signal,
        () => inner.race(entries, signal),
        isSilent,
      )),
    ],
    volley: async (origin, messages, signal) => [
      ...(await heed(origin, messages, signal, () => inner.volley(origin, messages, signal), isSilent)),
    ],
    async raw(origin, bytes, signal, deadlineMs) {
      const [method = '', path = ''] = bytes.split(' ', 2);
      const message = { method, path, headers: {}, body: bytes };
      const deliver = async (): Promise<RawTry[]> => {
        try {
          return [{ reply: await inner.raw(origin, bytes, signal, deadlineMs) }];
        } catch (error) {
          // a connection that does not come up is silence; a ceiling and a cut are none
          if (!(error instanceof Error && 'code' in error) || error instanceof BenchError) throw error;
          return [{ error, failure: error.code }];
        }
      };
      const silent = ({ reply }: RawTry) => reply === undefined || reply.statuses.length === 0;
      const [seen] = await heed(origin, [message], signal, deliver, silent);
      if (seen?.reply) return seen.reply;
      throw seen?.error;
    },
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}

/** What came of raw bytes, or why they did not get there. */
interface RawTry {
  readonly reply?: RawReply;
  readonly error?: Error;
  readonly failure?: unknown;
}
