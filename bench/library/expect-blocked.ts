import { AssertionError } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Results } from '../../reports/results/results.ts';
import type { Target } from '../targets/external/description.ts';
import { type RunInput, run } from './run.ts';

type AttackResult = Results['attacks'][number];

/**
 * Makes one attack, or some, on a target, and fails unless each is blocked. The same attack has to beat a weakened server
 * in the same run: without that, and where it cannot tell, it fails too, and says so.
 * @param attacks ids, as `authbench explain` lists them: `refresh-reuse`
 * @param options of the run: `store`, `browser`, `iOwn`, `signal` and so on
 * @throws AssertionError with what the target answered
 */
export async function expectBlocked(
  target: string | Target,
  attacks: string | readonly string[],
  options: RunInput = {},
): Promise<readonly AttackResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'authbench-'));
  try {
    const { results } = await run({
      ...{ profile: 'smoke', suite: 'security', formats: 'json', failOn: 'none', out: join(folder, 'run') },
      ...options,
      ...{ target, scenario: attacks },
    });
    const ids = (results.targets ?? []).map(({ scheme }) => scheme);
    const made = results.attacks.filter(({ scheme }) => ids.includes(scheme));
    const wanted = [attacks].flat();
    const problems = wanted.flatMap((id) => {
      const one = made.filter((result) => result.id === id);
      return one.length === 0 ? [`${id}: was not made`] : one.flatMap((result) => problemOf(result) ?? []);
    });
    if (problems.length > 0)
      throw new AssertionError({ message: problems.join('\n'), actual: made, operator: 'blocked' });
    return made;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function problemOf({ id, scheme, outcome, because, control }: AttackResult): string | undefined {
  if (outcome !== 'blocked') return `${id} on ${scheme}: ${outcome}. ${because}`;
  return control.beaten === true
    ? undefined
    : `${id} on ${scheme}: blocked, but nothing is known by it: it did not beat ${control.id} either. ${control.because}`;
}
