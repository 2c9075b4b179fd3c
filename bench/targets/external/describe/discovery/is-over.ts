import type { Credential } from '../../../../../scenarios/exchange.ts';
import { isAnswered } from '../../../../../scenarios/kit/evidence/unanswered.ts';
import type { Target } from '../../description.ts';
import type { Explorer } from './explorer.ts';

/** A token that lives on until it expires is over where nothing renews it any more. */
export async function isOver(explorer: Explorer, parts: Partial<Target>, held: Credential): Promise<boolean> {
  return (await isNobody(explorer, parts, held)) || isNotRenewed(explorer, parts, held);
}

/** What is not answered tells nothing. */
export async function isNobody(explorer: Explorer, parts: Partial<Target>, as: Credential): Promise<boolean> {
  const { reply } = await explorer.perform('me', parts, as);
  return isAnswered(reply) && reply.subject === undefined;
}

/** False where nothing was ever renewed. */
export async function isNotRenewed(explorer: Explorer, parts: Partial<Target>, held: Credential): Promise<boolean> {
  if (!parts.refresh) return false;
  const renewal = (await explorer.perform('refresh', parts, held)).reply;
  if (!isAnswered(renewal)) return false;
  const isRenewed = renewal.status < 300 && Object.keys(renewal.credential).length > 0;
  return !isRenewed || (await isNobody(explorer, parts, renewal.credential));
}
