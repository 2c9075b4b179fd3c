import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError, errorLine } from '../errors.ts';
import { startLastingGenerator } from '../generator/lasting-generator.ts';
import { hostMs } from '../machine/host-clock.ts';
import { type AgentCard, type Role, readCard, thisMachine } from './agent-card.ts';
import { openAgentWorker } from './agent-worker.ts';
import type { Consent } from './consent.ts';
import { type Control, openControl } from './control.ts';
import { openControlClock } from './control-clock.ts';
import { beatMs, controlKeys, leaseMs, patienceMs } from './control-keys.ts';
import { taskDoer } from './do-task.ts';
import { createHeldUsers } from './held-users.ts';
import { createInstancesHere, type InstancesOptions } from './instances-here.ts';
import { createPresence } from './presence.ts';
import { readLease } from './run-lease.ts';
import { storeIdentity } from './store-identity.ts';

export interface AgentOptions {
  readonly control: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly consent: Consent;
  readonly servers: InstancesOptions;
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
 * @throws BenchError AB-E402 of the control Redis, AB-E403 where another agent has its name, AB-E203 of its servers' store
 */
export async function serveAgent(options: AgentOptions): Promise<void> {
  const { name, consent, stays, say, signal, servers } = options;
  const store = servers.storeUrl === undefined ? undefined : await storeIdentity(servers.storeUrl);
  using control = await openControl(options.control);
  const clock = await openControlClock(control, options.clockErrorMs);
  await using generator = await startLastingGenerator(say);
  await using instances = createInstancesHere(servers, clock);
  const users = createHeldUsers();
  const presence = createPresence((ms) => {
    say(`away       for ${(ms / 1_000).toFixed(1)} s; what was under way is dropped`);
    users.clear();
  });
  const served = servedRun(stays, say);
  const card = (): AgentCard => ({
    ...{ name, id: presence.now().id, ...thisMachine, cores: availableParallelism(), roles: [...options.roles] },
    serves: served.run(),
    ...(store && { store: store.name }),
    ...{ targets: [...consent.targets], clockOffsetMs: Date.now() - clock.now() },
    roundTripMs: clock.reading.roundTripMs,
  });
  await takeName(control, card, signal);
  await using _ = await openAgentWorker(
    control,
    name,
    taskDoer({ control, clock, generator, users, instances, roles: options.roles, consent, me: () => presence.now() }),
  );
  say(`ready      ${name}, ${card().cores} cores, ${clock.reading.roundTripMs.toFixed(1)} ms from the control Redis`);

  /** Says that it is here, and hears whether its bench is. @returns whether that one has ended */
  const beat = async (): Promise<boolean> => {
    const now = hostMs();
    const key = controlKeys.card(name);
    const [there, lease] = await control.asked.mget(key, controlKeys.run);
    const other = readCard(there ?? null);
    if (other && !presence.isMine(other.id)) throw taken(name, other);
    const ended = served.hear(readLease(lease ?? null), now);
    if (ended) {
      presence.renew('its run has ended');
      users.clear();
    }
    await control.asked.set(key, JSON.stringify(card()), 'PX', leaseMs);
    presence.heard(now);
    return ended;
  };
  let answeredAt = hostMs();
  try {
    for (;;) {
      try {
        if ((await beat()) && !stays) return;
        answeredAt = hostMs();
      } catch (error) {
        if (error instanceof BenchError) throw error;
        if (!stays && hostMs() - answeredAt > patienceMs)
          throw new BenchError('AB-E402', `the control Redis has been away: ${errorLine(error)}`);
      }
      await delay(beatMs, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    presence.renew('its agent ends');
    await control.asked.del(controlKeys.card(name)).catch(() => {});
  }
}

/** Which run an agent serves, by what it hears of leases. */
function servedRun(stays: boolean, say: (text: string) => void) {
  let run: string | undefined;
  let seenAt = hostMs();
  return {
    run: () => run ?? '',
    /** @returns whether its run has ended, also where the next one has begun meanwhile */
    hear(lease: ReturnType<typeof readLease>, now: number): boolean {
      if (lease?.state === 'on') {
        const before = run;
        if (lease.run !== before && (before === undefined || stays)) say(`serves     run ${lease.run}`);
        run = lease.run;
        seenAt = now;
        return before !== undefined && before !== lease.run;
      }
      if (run === undefined || (lease === undefined && now - seenAt <= patienceMs)) return false;
      say(`ended      run ${run}${lease ? '' : ': nothing was heard of its bench any more'}`);
      run = undefined;
      return true;
    },
  };
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
