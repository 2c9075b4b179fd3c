import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'bullmq';
import { BenchError, errorLine } from '../errors.ts';
import { startLastingGenerator } from '../generator/lasting-generator.ts';
import { hostMs } from '../machine/host-clock.ts';
import { type AgentCard, readCard, type roles, thisMachine } from './agent-card.ts';
import type { Consent } from './consent.ts';
import { type Control, openControl, prefix } from './control.ts';
import { openControlClock } from './control-clock.ts';
import { beatMs, controlKeys, leaseMs, patienceMs, queueOf } from './control-keys.ts';
import { taskDoer } from './do-task.ts';
import { createHeldUsers } from './held-users.ts';
import { readLease } from './run-lease.ts';

export interface AgentOptions {
  readonly control: string;
  readonly name: string;
  readonly roles: readonly (typeof roles)[number][];
  readonly consent: Consent;
  /** Whether it waits for another bench after the first. */
  readonly stays: boolean;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
  /** What its clock is wrong by, for trials of who notices. */
  readonly clockErrorMs?: number;
}

/**
 * Serves a bench that comes by way of the control Redis, until that one has ended, however it ended, or the signal is
 * aborted. What it started is gone when it resolves.
 * @throws BenchError AB-E402 of the control Redis, AB-E403 where another agent has its name
 */
export async function serveAgent(options: AgentOptions): Promise<void> {
  const { name, consent, say, signal } = options;
  using control = await openControl(options.control);
  const clock = await openControlClock(control, options.clockErrorMs);
  await using generator = await startLastingGenerator(say);
  const users = createHeldUsers();
  let identity = newIdentity();
  let heardAt = hostMs();
  /** It may find what it wrote before it was away. */
  const mine = new Set([identity.id]);
  const isAway = () => hostMs() - heardAt > leaseMs;
  const comeBack = () => {
    say(`away       for ${((hostMs() - heardAt) / 1_000).toFixed(1)} s; what was under way is dropped`);
    identity.stop.abort(new Error('its agent was away'));
    users.clear();
    identity = newIdentity();
    mine.add(identity.id);
    heardAt = hostMs();
  };
  const card = (): AgentCard => ({
    ...{ name, id: identity.id, ...thisMachine, cores: availableParallelism(), roles: [...options.roles] },
    ...{
      targets: [...consent.targets],
      clockOffsetMs: Date.now() - clock.now(),
      ...{ roundTripMs: clock.reading.roundTripMs },
    },
  });
  await takeName(control, card, signal);
  const me = () => {
    if (isAway()) comeBack();
    return { id: identity.id, signal: identity.stop.signal };
  };
  await using _ = await worker(control, name, taskDoer({ control, clock, generator, users, consent, me }));
  say(`ready      ${name}, ${card().cores} cores, ${clock.reading.roundTripMs.toFixed(1)} ms from the control Redis`);

  let answeredAt = hostMs();
  let run: string | undefined;
  let runSeenAt = hostMs();
  try {
    for (;;) {
      if (isAway()) comeBack();
      const now = hostMs();
      try {
        const key = controlKeys.card(name);
        const [there, lease] = await control.asked.mget(key, controlKeys.run);
        const other = readCard(there ?? null);
        if (other && !mine.has(other.id)) throw taken(name, other);
        await control.asked.set(key, JSON.stringify(card()), 'PX', leaseMs);
        heardAt = now;
        answeredAt = now;
        const held = readLease(lease ?? null);
        if (held?.state === 'on' && held.run !== run) {
          if (run === undefined || options.stays) say(`serves     run ${held.run}`);
          run = held.run;
        }
        if (held?.state === 'on' && held.run === run) runSeenAt = now;
        if (run !== undefined && (held?.state === 'ended' || now - runSeenAt > patienceMs)) {
          say(`ended      run ${run}${held?.state === 'ended' ? '' : ': nothing was heard of its bench any more'}`);
          identity.stop.abort(new Error('its run has ended'));
          users.clear();
          if (!options.stays) return;
          identity = newIdentity();
          mine.add(identity.id);
          run = undefined;
        }
      } catch (error) {
        if (error instanceof BenchError) throw error;
        if (!options.stays && hostMs() - answeredAt > patienceMs)
          throw new BenchError('AB-E402', `the control Redis has been away: ${errorLine(error)}`);
      }
      await delay(beatMs, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    identity.stop.abort(new Error('the agent ends'));
    await control.asked.del(controlKeys.card(name)).catch(() => {});
  }
}

function newIdentity() {
  return { id: randomBytes(6).toString('hex'), stop: new AbortController() };
}

/** One that was killed holds its name for as long as its lease. */
async function takeName({ asked }: Control, card: () => AgentCard, signal: AbortSignal): Promise<void> {
  const { name } = card();
  const key = controlKeys.card(name);
  for (const until = hostMs() + leaseMs + beatMs; ; await delay(beatMs, undefined, { signal })) {
    if ((await asked.set(key, JSON.stringify(card()), 'PX', leaseMs, 'NX')) === 'OK') return;
    const other = readCard(await asked.get(key));
    if (hostMs() > until) throw taken(name, other);
  }
}

function taken(name: string, other: AgentCard | undefined): BenchError {
  return new BenchError('AB-E403', `another agent is called ${name}${other ? `, on ${other.host}` : ''}`, {
    fix: 'give each agent a name of its own: --name a2',
  });
}

/** Its queue is its own: nobody else takes from it, and nothing is left in it. */
async function worker(
  control: Control,
  name: string,
  work: (data: unknown) => Promise<unknown>,
): Promise<AsyncDisposable> {
  const { Queue, Worker } = await import('bullmq');
  const options = { prefix, connection: control.link() };
  const queue = new Queue(queueOf(name), options);
  queue.on('error', () => {});
  await queue.obliterate({ force: true });
  const own: Worker = new Worker(queueOf(name), (job) => work(job.data), {
    ...options,
    ...{ connection: control.link(), concurrency: tasksAtOnce, maxStalledCount: 0 },
    ...{ removeOnComplete: { age: 60 }, removeOnFail: { age: 60 } },
  });
  own.on('error', () => {});
  await own.waitUntilReady();
  return {
    async [Symbol.asyncDispose]() {
      const quietly = (work: Promise<unknown>) => Promise.race([work.catch(() => {}), delay(closeMs)]);
      await quietly(own.close(true));
      if (control.asked.status === 'ready') await quietly(queue.obliterate({ force: true }));
      await quietly(queue.close());
    },
  };
}

/** Warm-ups run beside each other. */
const tasksAtOnce = 8;
const closeMs = 1_000;
