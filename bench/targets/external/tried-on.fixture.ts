import { setMaxListeners } from 'node:events';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import type { Attack } from '../../../scenarios/kinds/attack.ts';
import type { Property } from '../../../scenarios/kinds/property.ts';
import { discover } from '../../../servers/discover.ts';
import { runTrial } from '../../attacks/attack.ts';
import { discoverTarget } from '../../checks/discover.ts';
import type { Chromium } from '../../driver/chromium.ts';
import { createRandom } from '../../machine/random.ts';
import { cellSpec } from '../../plan/cell-spec.ts';
import { listen } from '../../tools/development/development.ts';
import { withACore } from '../../with-a-core.fixture.ts';
import { type Target, TargetDescription } from './description.ts';
import { readTarget } from './external-target.ts';
import { openTarget } from './open-target.ts';
import { unmetNeedOf } from './requirements.ts';

const scenarios = new URL('../../../scenarios/', import.meta.url);
const [attacks, properties] = await Promise.all([
  discover<Attack>(new URL('attacks/', scenarios)),
  discover<Property>(new URL('properties/', scenarios)),
]);

/**
 * What the bench says of a small server, by the ids of properties and attacks: what was found or came out, and why.
 * Attacks are made without their weakened servers, which other tests show them to beat.
 */
export async function triedOn(
  listener: RequestListener,
  describe: (origin: string) => Target,
  ids: readonly string[],
  browser?: Chromium,
): Promise<Record<string, string>> {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  await using started = await listen(listener, describe);
  const plain = readTarget(TargetDescription.parse(started.description), {});
  const options = {
    logFolder: tmpdir(),
    random: createRandom(1),
    effort: 'smoke' as const,
    signal,
    env: {},
    ...(browser && { browser }),
  };
  await using open = await openTarget(plain, options);
  const said: Record<string, string> = {};
  const asked = ids.flatMap((id) => properties.get(id) ?? []);
  const target = await discoverTarget(open, asked, signal, ({ result: { id, state, shown, because } }) => {
    said[id] = `${shown ?? state}: ${because}`;
  });
  for (const attack of ids.flatMap((id) => attacks.get(id) ?? [])) {
    const surface = attack.appliesTo(target.traits);
    const unmet = unmetNeedOf(target, attack);
    if (surface !== true) said[attack.id] = `not-applicable: ${surface}`;
    else if (unmet !== undefined) said[attack.id] = `not-run: ${unmet}`;
    else {
      const spec = cellSpec({ kind: 'attack', scenario: attack.id, scheme: target.id });
      const trial = { cell: { ...spec, attack, scheme: target }, on: target, weakness: undefined };
      // as in a run, what a starved machine decided nothing about is tried again
      const { judgement } = await withACore(
        () => runTrial(trial, open.live(target), target.external.users, signal),
        (tried) => tried.judgement.outcome !== 'inconclusive',
      );
      said[attack.id] = `${judgement.outcome}: ${judgement.because}`;
    }
  }
  return said;
}
