import type { Artefact, Credential, Reply } from '../../exchange.ts';
import type { ScalingFacts } from '../../kinds/scaling.ts';
import type { Stage } from '../../stage.ts';
import { isRenewed } from './renewal.ts';

/** Clients, each with a sign-in of its own; they share a few accounts. Divisible by 2, 3 and 4 instances. */
const clients = 24;
const accounts = 8;
/** How often each client meets each instance behind a round-robin balancer: first with reads, then with renewals. */
const turns = 2;

/**
 * Signs a population in, lets something happen, and counts what then becomes of its requests. All requests follow the
 * balancer, and each client meets every instance equally often: state that one of N instances keeps to itself is then
 * missed by exactly (N-1)/N of them. A logout that the balancer took to an instance without the state ends nothing,
 * so that own memory also accepts what was ended.
 * @param event resolves to the number of instances that answer after it
 */
export async function countThrough(stage: Stage, event: () => Promise<number>): Promise<ScalingFacts> {
  const signIns = Array.from({ length: clients }, (_, i) => stage.signIn(stage.user(i % accounts)));
  const population = (await Promise.all(signIns)).map((held) => ({ held, refused: false }));
  const bad = await neverGood(stage);
  const rounds = turns * (await event());
  const reads = await count(stage, 'me', population, rounds);
  const renewals = await count(stage, 'refresh', population, stage.target.protocol.steps.refresh ? rounds : 0);
  return {
    requests: reads.tries,
    refused: reads.refused,
    failed: reads.failed,
    users: clients,
    lostUsers: population.filter(({ refused }) => refused).length,
    wronglyAccepted: await accepted(stage, bad, rounds),
    renewals: renewals.tries,
    renewalsRefused: renewals.refused,
    renewalsFailed: renewals.failed,
  };
}

type Counted = 'me' | 'refresh';

interface Client {
  /** The newest that it was given: a refresh token that was refused was not spent. */
  held: Credential;
  refused: boolean;
}

/**
 * The bench decides where a request goes when it is asked for, so that requests at once are still spread in order. A
 * balancer decides when it gets them: it is asked one by one.
 */
async function count(stage: Stage, step: Counted, population: readonly Client[], rounds: number) {
  const counts = { tries: 0, refused: 0, failed: 0 };
  for (let round = 0; round < rounds; round += 1) {
    // Always in the same order, a population that is a multiple of the instances would keep step with the balancer.
    const first = round % population.length;
    const inTurn = [...population.slice(first), ...population.slice(0, first)];
    const ask = async (client: Client) => {
      const reply = await stage.perform(step, { as: client.held, mayBeSilent: true });
      counts.tries += 1;
      if (isFailed(reply)) counts.failed += 1;
      else if (isAccepted(stage, step, reply)) client.held = reply.credential;
      else {
        counts.refused += 1;
        client.refused = true;
      }
    };
    if (stage.target.balancer === undefined) await Promise.all(inTurn.map(ask));
    else for (const client of inTurn) await ask(client);
  }
  return counts;
}

export interface Bad {
  readonly credential: Credential;
  /** What must be refused of it: where an end reaches reads late, or at expiry only, those still count as good. */
  readonly step: Counted | 'transfer';
}

/** Credentials that were invented, and those of sign-ins that were ended, as far as the scheme says that it ends them. */
export async function neverGood(stage: Stage): Promise<Bad[]> {
  const { protocol } = stage.target;
  const ended = await stage.signIn(stage.user(0));
  const logout = await stage.perform('logout', { as: ended });
  const isEnded = protocol.steps.logout?.ok.includes(logout.status) ?? false;
  const garbage = mangled(ended);
  return [
    { credential: garbage, step: 'me' },
    ...(protocol.steps.refresh ? [{ credential: garbage, step: 'refresh' } as const] : []),
    ...(isEnded ? whatEnded(stage, ended) : []),
  ];
}

/** What must be refused of a sign-in that was ended, as far as the scheme says that it ends it. */
export function whatEnded({ target: { traits, protocol } }: Pick<Stage, 'target'>, credential: Credential): Bad[] {
  return [
    ...(traits.revocation === 'immediate' ? [{ credential, step: 'me' } as const] : []),
    ...(traits.revocation === 'within-lag' ? [{ credential, step: 'transfer' } as const] : []),
    ...(protocol.steps.refresh ? [{ credential, step: 'refresh' } as const] : []),
  ];
}

async function accepted(stage: Stage, bad: readonly Bad[], times: number): Promise<number> {
  const tries = bad.flatMap(({ credential, step }) =>
    Array.from({ length: times }, async () =>
      isAccepted(stage, step, await stage.perform(step, { as: credential, mayBeSilent: true })),
    ),
  );
  return (await Promise.all(tries)).filter(Boolean).length;
}

export function isAccepted(stage: Stage, step: Bad['step'], reply: Reply): boolean {
  if (step === 'refresh') return isRenewed(stage, reply);
  return (stage.target.protocol.steps[step]?.ok.includes(reply.status) ?? false) && reply.subject !== undefined;
}

export function isFailed({ status }: Reply): boolean {
  return status === 0 || status >= 500;
}

/** The same shape with the halves of every value swapped: never issued. What says nothing of who asks stays. */
export function mangled(credential: Credential): Credential {
  const swap = (value: string) => value.slice(value.length / 2) + value.slice(0, value.length / 2);
  const mangle = ({ role, values }: Artefact): Artefact => ({
    role,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, swap(value)])),
  });
  return Object.fromEntries(
    Object.entries(credential).map(([name, one]) => [name, one.role === 'companion' ? one : mangle(one)]),
  );
}
