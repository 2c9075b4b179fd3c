import type { StepName } from '../../../servers/scheme.ts';
import type { HttpRequest, Reply } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import type { Attempt } from '../evidence/attempts.ts';
import { pathSpellings, type Spelled } from './spellings.ts';

export interface SpellingProbe {
  /** What is asked for, as it begins the name of each way. */
  readonly what: string;
  /** The request as it stands; made anew for each spelling, since a credential may have been renewed meanwhile. */
  request(): HttpRequest;
  /** As which step its answers are read, where it matters whom they name. */
  readonly step?: StepName;
  /** All its paths where absent. */
  spell?(request: HttpRequest): readonly Spelled[];
  /** What this gained, by identity or effect. */
  gained(reply: Reply): Promise<string | undefined>;
}

/**
 * Asks by one spelling after the other, until one has gained something.
 * @returns the ways that the server took for a resource it has; nothing is refused where it has none
 */
export async function bySpelling(stage: Pick<Stage, 'send'>, aim: SpellingProbe): Promise<Attempt[]> {
  const { what, step, spell = pathSpellings } = aim;
  const attempts: Attempt[] = [];
  for (let i = 0; ; i += 1) {
    const spelled = spell(aim.request())[i];
    if (!spelled) return attempts;
    const reply = await stage.send(spelled.request, step && { step });
    if (isNothing(reply)) continue;
    const got = await aim.gained(reply);
    attempts.push({ way: `${what} with ${spelled.how}`, status: reply.status, ...(got !== undefined && { got }) });
    if (got !== undefined) return attempts;
  }
}

/** No such resource, no such method there, or none at all. */
function isNothing({ status }: Reply): boolean {
  return status === 404 || status === 405 || status === 501;
}
