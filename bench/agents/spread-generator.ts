import { BenchError } from '../errors.ts';
import type { Generator, SharedLoad } from '../generator/generator.ts';
import type { LoadJob, LoadResult } from '../generator/job.ts';
import { later } from '../machine/later.ts';
import type { Account } from './account.ts';
import { type Agreement, disagreementText } from './agreement.ts';
import { blockResult } from './block-result.ts';
import type { Roster } from './roster.ts';
import { type SpreadBlock, type SpreadParts, spreadBlock } from './spread-block.ts';
import { withStartSkews } from './start-skew.ts';
import { tryAlone } from './try-alone.ts';

interface Parts extends SpreadParts {
  readonly roster: Roster;
  readonly account: Account;
}

/**
 * The agents of a roster as one generator. A job is done by all of them or by none: where one is lost or does not answer,
 * the job fails by its name, and what the others did of it is in no figure.
 */
export function spreadGenerator({ roster, account, ...parts }: Parts): Generator {
  let blocks = 0;
  const next = () => ++blocks;
  let named = 0;
  let last: Promise<unknown> = Promise.resolve();
  /** Of those that were tried alone, by their ids. */
  const agreements = new Map<string, Agreement>();

  const shared: SharedLoad = {
    async holder() {
      const { number: by } = await roster.team();
      return ({ scheme, traits, lifetimes }) => {
        named += 1;
        return { as: `${parts.run}:${named}`, by, target: { scheme, traits, lifetimes } };
      };
    },
    seen(result, { warmUpMs }, firsts) {
      const judged = withStartSkews(result, warmUpMs, firsts);
      account.seen(result.parts ?? [], judged.parts ?? []);
      return judged;
    },
  };

  /** Before the first figure of a team that has somebody new. */
  const agree = async ({ job, members, target }: Omit<SpreadBlock, 'number'>, signal: AbortSignal) => {
    const isKnown = members.every(({ card }) => agreements.has(card.id));
    if (job.executor !== 'open' || members.length < 2 || isKnown) return;
    const found = await tryAlone({ job, members, target }, next, parts, signal);
    account.agreed(found);
    for (const { card } of members) {
      const own = found.get(card.name);
      if (own) agreements.set(card.id, own);
    }
  };

  /** Those whose figures are another's are part of none. */
  const agreeing = (result: LoadResult, members: SpreadBlock['members']): LoadResult => ({
    ...result,
    parts: (result.parts ?? []).map((part, place) => {
      const agreement = agreements.get(members[place]?.card.id ?? '');
      return agreement?.differs ? { ...part, wrong: [...part.wrong, disagreementText(agreement)] } : part;
    }),
  });

  const perform: Generator['run'] = async (job, signal, onBlock = () => {}) => {
    for (let tries = 1; ; tries += 1) {
      const { members, target } = whoFor(job, roster);
      if (!('unmeasured' in job)) await agree({ job, members, target }, signal);
      const said = await spreadBlock({ number: next(), job, target, members }, parts, signal, onBlock);
      if ('answers' in said) {
        const result = agreeing(blockResult(job, said), members);
        account.block(result.parts ?? []);
        return result;
      }
      // nothing is counted of a block that not all began together
      if (tries === mostTries) throw new BenchError('AB-E401', said.late);
    }
  };

  return {
    // what is done here for it is done by this process
    pid: process.pid,
    isUp: () => true,
    shared,
    run(job, signal, onBlock) {
      if ('unmeasured' in job) return perform(job, signal, onBlock);
      const done = last.then(() => perform(job, signal, onBlock));
      last = done.catch(() => {});
      return later(done);
    },
    async [Symbol.asyncDispose]() {},
  };
}

const mostTries = 3;

/** @throws BenchError AB-E401 where one of those who hold the users is lost, or there are too few users for all */
function whoFor({ users, connections }: LoadJob, roster: Roster): Pick<SpreadBlock, 'members' | 'target'> {
  const { held } = users[0] ?? {};
  if (held === undefined) throw new BenchError('AB-E401', 'agents load users whom they sign in, and there are none');
  const { members } = roster.still(held.by);
  if (members.length > Math.min(users.length, connections))
    throw new BenchError(
      'AB-E401',
      `${members.length} agents cannot share ${users.length} users and ${connections} connections`,
    );
  return { members, target: held.target };
}
