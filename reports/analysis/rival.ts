import type { Results } from '../results/results.ts';
import { command } from '../text/installation.ts';
import { standsAlone } from './stands-alone.ts';

/** A scheme that a run does not have, and how it is run. */
export interface Rival {
  /** As it stands in a sentence. */
  readonly title: string;
  readonly command: string;
}

/** The rival that is asked for first, a token that the server can take back at once: how to run it where no scheme of a run is one. */
export function rivalNotRun(results: Pick<Results, 'schemes' | 'targets'>): Rival | undefined {
  const { schemes } = results;
  const isRival = ({ traits }: Results['schemes'][number]) =>
    traits.credential === 'self-contained' && traits.revocation === 'immediate';
  if (schemes.length === 0 || standsAlone(results) || schemes.some(isRival)) return undefined;
  return {
    title: 'a JWT that a list of ended ones takes back at once',
    command: command('--schemes session,jwt,jwt-denylist'),
  };
}
