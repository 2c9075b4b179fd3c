import { Unanswered } from '../../scenarios/kit/evidence/unanswered.ts';
import type { Stage } from '../../scenarios/stage.ts';
import { contractRules } from '../../servers/contract/contract.ts';
import { errorLine } from '../errors.ts';

type Rule = (typeof contractRules)[number];

/** How often a rule is asked after that has no answer: a server that has just started may be starved by others. */
const tries = 3;

/** What can be asked while others are signed in to the same account on the same store, as the arms of a load are. */
const besideOthers = contractRules.filter(({ endsAll }) => !endsAll);

/** No numbers without correctness: throws, naming every rule that the target breaks. */
export async function assertContract(stage: Stage, rules: readonly Rule[] = besideOthers): Promise<void> {
  const broken: string[] = [];
  for (const { id, check } of rules) {
    const problem = await answered(() => check(stage));
    if (problem !== undefined) broken.push(`${id}: ${problem}`);
  }
  if (broken.length > 0) throw new Error(`the target breaks the contract (${broken.join('; ')})`);
}

/** What a server does that no client can go on from breaks the rule as well: a login that signs in somebody else. */
async function answered(check: () => Promise<string | undefined>): Promise<string | undefined> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof Unanswered)) return errorLine(error);
      if (left === 0) throw error;
    }
  }
}
