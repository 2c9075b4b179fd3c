import type { Credential } from '../exchange.ts';
import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { quantile } from '../kit/evidence/quantiles.ts';
import { together } from '../kit/evidence/together.ts';
import type { Effort, Stage } from '../stage.ts';

/** A read is sent every so often, whatever becomes of those before it. */
const everyMs = 10;
/** How many reads, alone and beside logins. */
const reads: Readonly<Record<Effort, readonly [alone: number, beside: number]>> = {
  smoke: [20, 40],
  quick: [100, 150],
  standard: [300, 500],
  full: [300, 500],
};
/** More than libuv's threads, so that any that is left for something else would be taken. */
const loginsAtOnce = 8;
/** log2 of scrypt's N, the least that OWASP's Password Storage Cheat Sheet allows. */
const passwordCost = 17;

export default {
  kind: 'lifecycle',
  id: 'reads-beside-logins',
  title: 'Reads while others sign in',
  question: `Does whoever is signed in wait while ${loginsAtOnce} others sign in at once, at a real password cost (2^${passwordCost})?`,
  needs: { settings: { passwordCost }, alone: 'machine' },
  appliesTo: () => true,
  async run(stage) {
    const { victim } = stage;
    const [alone, beside] = reads[stage.effort];
    const as = await stage.signIn(victim);
    await readEvery(stage, as, alone / 4);
    const before = await readEvery(stage, as, alone);
    const over = new AbortController();
    const [during, logins] = await together(
      readEvery(stage, as, beside).finally(() => over.abort()),
      signInUntil(stage, over.signal),
    );
    const ms = (reads: readonly number[], share: number) => ({
      value: quantile(reads, share) ?? Number.NaN,
      unit: 'ms' as const,
    });
    return {
      measures: {
        'read.p50': ms(before, 0.5),
        'read.p99': ms(before, 0.99),
        'read.p50-beside-logins': ms(during, 0.5),
        'read.p99-beside-logins': ms(during, 0.99),
      },
      facts: { passwordCost, loginsAtOnce, everyMs, reads: during.length, logins },
    };
  },
} satisfies LifecycleScenario;

/** How long each took, in ms. Rejects where one does not answer for its user. */
async function readEvery(stage: Stage, as: Credential, count: number): Promise<number[]> {
  const sent: Promise<number>[] = [];
  const read = async () => {
    const { ms, subject } = await stage.perform('me', { as, unrecorded: true });
    if (subject !== stage.victim.id) throw new Error(`a read answered for ${subject ?? 'nobody'}`);
    return ms;
  };
  const start = performance.now();
  for (let n = 0; n < count; n += 1) {
    await stage.wait(Math.max(0, start + n * everyMs - performance.now()));
    const one = read();
    // whoever waits for all of them hears of it
    one.catch(() => {});
    sent.push(one);
  }
  return Promise.all(sent);
}

/**
 * Nobody has these names, so that each login costs the hash that is configured: accounts of a test have a cheap one.
 * @returns how many were answered
 */
async function signInUntil(stage: Stage, over: AbortSignal): Promise<number> {
  let logins = 0;
  await Promise.all(
    Array.from({ length: loginsAtOnce }, async (_, client) => {
      while (!over.aborted) {
        const values = { username: `nobody-${client}`, password: 'a password of nobody' };
        // one that waits behind the others for longer than a client does is given up
        const { status } = await stage.perform('login', { values, unrecorded: true, mayBeSilent: true });
        if (status !== 0) logins += 1;
      }
    }),
  );
  return logins;
}
