import { cheapened } from '../analysis/cheapened.ts';
import { mostUsers } from '../analysis/memory-per-user.ts';
import type { Results } from '../results/results.ts';
import { isKnown, type Known, nothing, total } from './estimate.ts';
import { type Growth, growthOf } from './growth.ts';
import { measuredDemand } from './measured-demand.ts';
import { type MeasuredRounds, measuredRounds } from './measured-rounds.ts';
import { missedBy } from './missed.ts';
import type { LoadStep } from './workload.ts';

type SchemeFacts = Results['schemes'][number];

/** What one request takes: µs of a core of servers and of the store, bytes to and from the client. */
export type StepDemand = Readonly<Record<'servers' | 'store' | 'up' | 'down', Known>>;

/** What a scheme takes of all that a plan counts. */
export interface Demand {
  readonly scheme: string;
  /** What a renewal is with it: a session slides by itself, and without a rotation there is a new login. */
  readonly renewsBy: LoadStep;
  readonly keepsStore: boolean;
  readonly steps: Readonly<Record<LoadStep, StepDemand>>;
  /** Bytes of the store for each signed-in user, after their first renewal. */
  readonly memory: Known;
  /** Bytes that each further renewal adds, for as long as they are signed in. */
  readonly memoryPerRenewal: Known;
}

/** All that a plan reads of a run: the page carries it. */
export interface Demands {
  readonly run: string;
  /** At which load requests are told: all of them near the most that an instance carries; reads alone; none of them. */
  readonly near: 'all' | 'reads' | 'none';
  /** Absent where it was not measured. */
  readonly growth?: Growth;
  /** Whether a store of the bench's own stood in for Redis. */
  readonly isEmbedded: boolean;
  readonly schemes: readonly Demand[];
}

/** The load of which a step is all there is. */
const scenarios: Readonly<Record<LoadStep, string>> = {
  read: 'authenticated-read',
  login: 'login',
  renewal: 'refresh',
};

/** Pure: what was measured of each scheme, request by request, and what was not. */
export function demandsOf(results: Results): Demands {
  const rounds = measuredRounds(results);
  const { schemes } = results;
  const near = measuredDemand(results);
  // a request costs less near saturation: schemes are told by one load, or the one that was not saturated would look dear
  const atSaturation = schemes
    .map(({ id }) => rounds(scenarios.read, id))
    .every((one) => one.has('saturation.servers') && one.has('throughput'));
  const growth = growthOf(results);
  return {
    run: results.run.id,
    near: near ? 'all' : atSaturation ? 'reads' : 'none',
    ...(growth && { growth }),
    isEmbedded: isEmbedded(results),
    schemes: schemes.map((scheme) => {
      const demandOf = (step: LoadStep): StepDemand => {
        const own = rounds(scenarios[step], scheme.id);
        const demand =
          near?.(step, scheme.id) ??
          (step === 'read' && atSaturation ? saturated(own, scheme) : atLittleLoad(own, scheme));
        const isCheap = near ? step === 'login' : isCheapened(results, scheme, step);
        const servers = isCheap ? withPassword(demand.servers, scheme, rounds) : demand.servers;
        return unlessMissed(results, scheme, { ...demand, servers });
      };
      return {
        scheme: scheme.id,
        renewsBy: renewals[scheme.traits.renewal ?? ''] ?? 'read',
        keepsStore: keepsStore(scheme),
        steps: { read: demandOf('read'), login: demandOf('login'), renewal: demandOf('renewal') },
        memory: memoryOf(results, scheme, rounds),
        memoryPerRenewal: memoryPerRenewal(results, scheme, rounds),
      };
    }),
  };
}

/** What was predicted wrongly is not reckoned with. */
function unlessMissed(results: Results, { id }: SchemeFacts, demand: StepDemand): StepDemand {
  const checked = (known: Known, quantities: Parameters<typeof missedBy>[2]): Known => {
    const missed = missedBy(results, id, quantities);
    return missed && isKnown(known) && known !== nothing ? { missing: [missed] } : known;
  };
  return {
    servers: checked(demand.servers, ['cpu.servers', 'throughput']),
    store: checked(demand.store, ['cpu.store', 'store.commands']),
    up: checked(demand.up, ['bytes.up']),
    down: checked(demand.down, ['bytes.down']),
  };
}

const renewals: Readonly<Record<string, LoadStep>> = { rotation: 'renewal', none: 'login', sliding: 'read' };

function atLittleLoad(own: MeasuredRounds, scheme: SchemeFacts): StepDemand {
  return {
    servers: own.estimate(['cpu.servers'], 'CPU of servers'),
    store: keepsStore(scheme) ? own.estimate(['cpu.store'], 'CPU of the store') : nothing,
    ...sent(own),
  };
}

/** Throughput is per second of a core that the servers used. */
function saturated(own: MeasuredRounds, scheme: SchemeFacts): StepDemand {
  return {
    servers: own.estimate(['throughput'], 'CPU of servers', (perCore = Number.NaN) => 1e6 / perCore),
    store: keepsStore(scheme)
      ? own.estimate(
          ['saturation.store', 'throughput', 'saturation.servers'],
          'CPU of the store',
          (store = 0, perCore = Number.NaN, cores = Number.NaN) => (store * 1e6) / (perCore * cores),
        )
      : nothing,
    ...sent(own),
  };
}

function sent(own: MeasuredRounds): Pick<StepDemand, 'up' | 'down'> {
  return {
    up: own.estimate(['bytes.up'], 'bytes of a request'),
    down: own.estimate(['bytes.down'], 'bytes of an answer'),
  };
}

/** Logins of a run hash cheaper than servers are configured to: the hash as configured comes on top, timed by itself. */
function withPassword(servers: Known, scheme: SchemeFacts, rounds: ReturnType<typeof measuredRounds>): Known {
  const scenario = `password-hash-at-2-${scheme.configured?.passwordCost}`;
  const hash = rounds(scenario, 'none').estimate(['cpu.operation'], 'CPU of a password hash as configured');
  return total([
    [1, servers],
    [1, hash],
  ]);
}

function isCheapened(results: Results, { id }: SchemeFacts, step: LoadStep): boolean {
  return cheapened(results, { scenario: scenarios[step], metric: 'cpu.servers', scheme: id }) !== undefined;
}

function memoryOf(results: Results, scheme: SchemeFacts, rounds: ReturnType<typeof measuredRounds>): Known {
  if (!keepsStore(scheme)) return nothing;
  const metric = mostUsers(results, scheme.id)?.metric ?? 'memory.per-user';
  return ofRedis(results, rounds('memory-per-user', scheme.id).estimate([metric], 'memory of the store for a user'));
}

/** Where nothing rotates, nothing is kept of a renewal. */
function memoryPerRenewal(results: Results, scheme: SchemeFacts, rounds: ReturnType<typeof measuredRounds>): Known {
  if (scheme.traits.renewal !== 'rotation') return nothing;
  const what = 'memory of the store that a renewal adds';
  return ofRedis(results, rounds('memory-over-a-day', scheme.id).estimate(['memory.per-renewal'], what));
}

/** What nothing but a Redis tells. */
function ofRedis(results: Results, known: Known): Known {
  if (isKnown(known) || !isEmbedded(results)) return known;
  return {
    missing: known.missing.map((one) => ({
      ...one,
      because: 'the embedded store does not tell what memory it takes',
      command: `${one.command} --store binary, where redis-server or valkey-server is installed`,
    })),
  };
}

function isEmbedded({ store }: Results): boolean {
  return store.provider === 'embedded';
}

function keepsStore({ traits }: SchemeFacts): boolean {
  return traits.store !== 'never';
}
