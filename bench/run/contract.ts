import type { Stage } from '../../scenarios/stage.ts';
import { contractRules } from '../../servers/contract.ts';

/** No numbers without correctness: throws, naming every rule that the target breaks. */
export async function assertContract(stage: Stage): Promise<void> {
  const broken: string[] = [];
  for (const { id, check } of contractRules) {
    const problem = await check(stage);
    if (problem !== undefined) broken.push(`${id}: ${problem}`);
  }
  if (broken.length > 0) throw new Error(`the target breaks the contract (${broken.join('; ')})`);
}
