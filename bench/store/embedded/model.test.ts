import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { openStore } from '../open-store.ts';
import { binary } from '../providers/binary.ts';

const { signal } = new AbortController();
const available = await binary.available({ signal, log: () => {} });

const key = fc.constantFrom('a', 'b');
const value = fc.constantFrom('', 'x', 'two\r\nlines', 'ünïcode', '\0');
/** Either far beyond the test or at once, so that no answer hangs on the clock. */
const duration = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 100_000, max: 2 ** 31 }).map(String) },
  fc.constantFrom('0', '-1', '-0', '+1', '01', '1.5', 'x', '', '9223372036854775', '9223372036854775807', '1e3'),
);
const anyCase = (word: string) => fc.constantFrom(word, word.toLowerCase());
const option = fc.oneof(
  ...['NX', 'XX', 'GET', 'KEEPTTL', 'ODD'].map((word) => anyCase(word).map((text) => [text])),
  fc.tuple(fc.constantFrom('PX', 'px', 'EX'), duration).map((pair) => [...pair]),
);
const flag = fc.constantFrom('NX', 'xx', 'GT', 'lt', 'ODD');
const flags = fc.oneof({ weight: 4, arbitrary: flag.map((one) => [one]) }, fc.array(flag, { maxLength: 3 }));
const some = (one: fc.Arbitrary<string>) => fc.array(one, { maxLength: 3 });

const anyCommand: fc.Arbitrary<string[]> = fc.oneof(
  fc.tuple(key, value, fc.array(option, { maxLength: 3 })).map(([k, v, options]) => ['SET', k, v, ...options.flat()]),
  fc.tuple(fc.constantFrom('GET', 'PTTL', 'SMEMBERS'), key).map((words) => [...words]),
  fc.tuple(fc.constantFrom('DEL', 'EXISTS'), some(key)).map(([name, keys]) => [name, ...keys]),
  fc
    .tuple(fc.constantFrom('PEXPIRE', 'expire'), key, duration, flags)
    .map(([name, k, time, flags]) => [name, k, time, ...flags]),
  fc.tuple(fc.constantFrom('SADD', 'SREM'), key, some(value)).map(([name, k, members]) => [name, k, ...members]),
  fc
    .constantFrom(
      'DBSIZE',
      'FLUSHDB',
      'PING',
      'PING x',
      'PING x y',
      'GET',
      'NONSENSE x',
      'SELECT 0',
      'MULTI',
      'EXEC',
      'DISCARD',
    )
    .map((text) => text.split(' ')),
);

/**
 * No duration comes twice in a sequence, so that GT and LT do not hang on the clock either: those of two commands are 100 s
 * apart at least, and half a second where one is of seconds and the other of ms.
 */
function apart(commands: readonly string[][]): string[][] {
  const [bucket, step] = [4_200_000n, 100_000n];
  const own = (word: string, place: number) =>
    /^\d{6,16}$/.test(word) ? `${(BigInt(word) / bucket) * bucket + step * BigInt(place + 1) + 500n}` : word;
  return commands.map((words, place) => words.map((word) => own(word, place)));
}

/** In one pipeline on an empty database. */
async function answers(client: Redis, commands: readonly string[][]): Promise<unknown[]> {
  const all = [['DISCARD'], ['FLUSHDB'], ...commands];
  const settled = await Promise.allSettled(all.map(([name = '', ...words]) => client.call(name, ...words)));
  return settled.slice(2).map((answer) => alike(answer.status === 'fulfilled' ? answer.value : answer.reason));
}

/** Without what no two servers share: the order in a set, and the ms between two looks at the clock. */
function alike(answer: unknown): unknown {
  if (answer instanceof Error) return answer.message;
  if (Array.isArray(answer)) return answer.map(alike).sort();
  return Number(answer) > 50_000 ? 'some time' : answer;
}

describe('the embedded store and the real Redis', { skip: available === true ? false : available }, () => {
  it('give the same answers to any sequence of commands', async () => {
    await using ours = await openStore('embedded', { signal });
    await using theirs = await openStore('binary', { signal });
    const clients = [ours, theirs].map(({ url }) => new Redis(url, { protocol: 2 }));
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(anyCommand, { maxLength: 40 }).map(apart), async (commands) => {
          const [mine, real] = await Promise.all(clients.map((client) => answers(client, commands)));
          assert.deepEqual(mine, real);
        }),
        { numRuns: 300 },
      );
    } finally {
      for (const client of clients) client.disconnect();
    }
  });
});
