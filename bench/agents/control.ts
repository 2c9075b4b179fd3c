import { Redis } from 'ioredis';
import { isLoopback } from '../../reports/text/loopback.ts';
import { BenchError, errorLine } from '../errors.ts';
import { withoutPassword } from '../store/client.ts';

/** All that bench and agents say to each other lies under it: `~authbench:*` is all that their user has to see. */
export const prefix = 'authbench';

/** The Redis through which a bench finds its agents. Nothing in it is a secret, and nothing is left in it. */
export interface Control extends Disposable {
  readonly url: string;
  /** For questions: fails at once where it is away, and comes back by itself. */
  readonly asked: Redis;
  /** Another connection, for queues: it waits where it is away. */
  link(): Redis;
  /** What nobody else has: two addresses that name the same one differ in everything but this. */
  readonly runId: string;
}

const answerWithinMs = 2_000;
const options = {
  retryStrategy: (times: number) => Math.min(50 * times, 500),
  connectTimeout: answerWithinMs,
};

/** @throws BenchError AB-E402 where it cannot be used, and why */
export async function openControl(url: string): Promise<Control> {
  assertControlUrl(url);
  const asked = new Redis(url, {
    ...options,
    ...{ enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: answerWithinMs, lazyConnect: true },
  });
  let lost: unknown;
  asked.on('error', (error) => {
    lost = error;
  });
  const links: Redis[] = [];
  const close = () => {
    for (const one of [asked, ...links]) one.disconnect();
  };
  try {
    await asked.connect().catch((error) => {
      throw new BenchError('AB-E402', `${withoutPassword(url)} did not answer: ${errorLine(lost ?? error)}`);
    });
    const runId = await whoIs(asked, withoutPassword(url));
    return {
      url,
      asked,
      runId,
      link() {
        const one = new Redis(url, { ...options, maxRetriesPerRequest: null });
        // what it is asked says so by itself
        one.on('error', () => {});
        links.push(one);
        return one;
      },
      [Symbol.dispose]: close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** @throws BenchError AB-E402 of an address that nobody should use */
export function assertControlUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['redis:', 'rediss:'].includes(parsed.protocol) || parsed.hostname === '')
    throw new BenchError('AB-E402', 'the address of the control Redis is none', {
      fix: 'give rediss://USER:PASSWORD@HOST:PORT, or redis://HOST:PORT',
    });
  if (parsed.protocol === 'redis:' && parsed.password !== '' && !isLoopback(parsed.hostname))
    throw new BenchError('AB-E402', `the password for ${parsed.host} would go over the network in clear`, {
      fix: 'use rediss://, or a control Redis without a password on a network that is yours alone',
    });
}

/** It has to speak Lua, which queues are written in, and must never drop one of them. */
async function whoIs(asked: Redis, name: string): Promise<string> {
  const spoken = await asked.call('EVAL', 'return 1', '0').catch((error) => errorLine(error));
  if (spoken !== 1)
    throw new BenchError('AB-E402', `${name} runs no Lua script (${spoken}), which BullMQ is written in`, {
      fix: 'agents need a real Redis (6.2 or newer) or Valkey; the store that the bench has inside speaks no Lua',
    });
  const info = await asked.info().catch(() => '');
  const fact = (key: string) => new RegExp(`^${key}:(.*)\r?$`, 'm').exec(info)?.[1]?.trim();
  const policy = fact('maxmemory_policy') ?? 'noeviction';
  if (policy !== 'noeviction')
    throw new BenchError('AB-E402', `${name} drops keys when it is full (maxmemory-policy ${policy})`, {
      fix: 'set maxmemory-policy noeviction: a job that is dropped is load that nobody misses',
    });
  return fact('run_id') ?? name;
}
