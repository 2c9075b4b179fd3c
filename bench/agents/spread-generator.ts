import { BenchError } from '../errors.ts';
import type { Generator } from '../generator/generator.ts';
import type { Part } from '../generator/job.ts';
import { later } from '../machine/later.ts';
import { blockResult } from './block-result.ts';
import type { Roster } from './roster.ts';
import { type SpreadParts, spreadBlock } from './spread-block.ts';

interface Parts extends SpreadParts {
  readonly roster: Roster;
  /** Hears what each agent did of a block. */
  readonly onPart: (part: Part) => void;
}

/**
 * The agents of a roster as one generator. A job is done by all of them or by none: where one is lost or does not answer,
 * the job fails by its name, and what the others did of it is in no figure.
 */
export function spreadGenerator({ roster, onPart, ...parts }: Parts): Generator {
  let named = 0;
  let blocks = 0;
  let last: Promise<unknown> = Promise.resolve();

  const perform: Generator['run'] = async (job, signal, onBlock = () => {}) => {
    const { held } = job.users[0] ?? {};
    if (held === undefined) throw new BenchError('AB-E401', 'agents load users whom they sign in, and there are none');
    for (let tries = 1; ; tries += 1) {
      const { members } = roster.still(held.by);
      const { users, connections } = job;
      if (members.length > Math.min(users.length, connections))
        throw new BenchError(
          'AB-E401',
          `${members.length} agents cannot share ${users.length} users and ${connections} connections`,
        );
      blocks += 1;
      const block = { number: blocks, job, target: held.target, members };
      const said = await spreadBlock(block, parts, signal, onBlock);
      if ('answers' in said) {
        const result = blockResult(job, said);
        for (const part of result.parts ?? []) onPart(part);
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
    async holder() {
      const { number: by } = await roster.team();
      return ({ scheme, traits, lifetimes }) => {
        named += 1;
        return { as: `${parts.run}:${named}`, by, target: { scheme, traits, lifetimes } };
      };
    },
    run(job, signal, onBlock) {
      if ('unmeasured' in job) return perform(job, signal, onBlock);
      const next = last.then(() => perform(job, signal, onBlock));
      last = next.catch(() => {});
      return later(next);
    },
    async [Symbol.asyncDispose]() {},
  };
}

const mostTries = 3;
