import { Unanswered } from '../../scenarios/kit/evidence/unanswered.ts';
import type { Stage } from '../../scenarios/stage.ts';
import { contractRules } from '../../servers/contract/contract.ts';
import { errorLine } from '../errors.ts';
import { answered } from './answered.ts';

type Rule = (typeof contractRules)[number];

/** What can be asked while others are signed in to the same account on the same store, as the arms of a load are. */
const besideOthers = contractRules.filter(({ endsAll }) => !endsAll);

/** No numbers without correctness: throws, naming every rule that the target breaks. */
export async function assertContract(stage: Stage, rules: readonly Rule[] = besideOthers): Promise<void> {
  const broken: string[] = [];
  for (const { id, check } of rules) {
    const problem = await answered(() => check(stage)).catch(problemOf);
    if (problem !== undefined) broken.push(`${id}: ${problem}`);
  }
  if (broken.length > 0) throw new Error(`the target breaks the contract (${broken.join('; ')})`);
}

/** What a server does that no client can go on from breaks the rule as well: a login that signs in somebody else. */
function problemOf(error: unknown): string {
  if (error instanceof Unanswered) throw error;
  return errorLine(error);
}
