import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { serverDeath } from '../../../reports/analysis/server-death.ts';
import type { Attack } from '../../../scenarios/kinds/attack.ts';
import type { Property } from '../../../scenarios/kinds/property.ts';
import { discover } from '../../../servers/discover.ts';
import { runTrial } from '../../attacks/attack.ts';
import { discoverTarget } from '../../checks/discover.ts';
import { createRandom } from '../../machine/random.ts';
import { cellSpec } from '../../plan/cell-spec.ts';
import { deathFinding } from '../../targets/external/death-finding.ts';
import { TargetDescription } from '../../targets/external/description.ts';
import { readTarget } from '../../targets/external/external-target.ts';
import { openTarget } from '../../targets/external/open-target.ts';
import { unmetNeedOf } from '../../targets/external/requirements.ts';
import { withACore } from '../../with-a-core.fixture.ts';
import type { Development } from './development.ts';
import { developmentSet } from './development-set.ts';

const attacks = await discover<Attack>(new URL('../../../scenarios/attacks/', import.meta.url));
const learned = ['token-algorithm', 'revocation-on-logout'];
const known = await discover<Property>(new URL('../../../scenarios/properties/', import.meta.url));
const properties = [...known.values()].filter(({ id }) => learned.includes(id));

/** Here without the weakened servers that a run has beside them: each attack is seen to win and to lose. */
describe('what attacks come to on servers that the bench does not know', { concurrency: 4 }, () => {
  let logFolder = '';
  before(async () => {
    logFolder = await mkdtemp(join(tmpdir(), 'authbench-development-'));
  });
  after(() => rm(logFolder, { recursive: true, force: true }));

  for (const development of developmentSet.filter(({ attacks }) => Object.keys(attacks).length > 0)) {
    it(`is what is true of ${development.name}`, async ({ signal }) => {
      const found = await withACore(
        () => outcomes(development, logFolder, signal),
        (found) => isDeepStrictEqual(found, development.attacks),
      );
      assert.deepEqual(found, development.attacks);
    });
  }
});

async function outcomes(
  { attacks: wanted, start }: Development,
  logFolder: string,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  // every request under way listens to it
  setMaxListeners(0, signal);
  await using started = await start(120);
  const plain = readTarget(TargetDescription.parse(started.description), started.env ?? {});
  const random = createRandom(1);
  await using open = await openTarget(plain, { logFolder, random, effort: 'smoke', signal, env: {} });
  const scheme = await discoverTarget(open, properties, signal);
  const found: Record<string, string> = {};
  for (const id of Object.keys(wanted).filter((one) => one !== serverDeath.id)) {
    const attack = attacks.get(id);
    assert.ok(attack, `there is no attack ${id}`);
    if (attack.appliesTo(scheme.traits) !== true) found[id] = 'not-applicable';
    else if (unmetNeedOf(scheme, attack) !== undefined) found[id] = 'not-run';
    else {
      const spec = cellSpec({ kind: 'attack', scenario: id, scheme: scheme.id });
      const trial = { cell: { ...spec, attack, scheme }, on: scheme, weakness: undefined };
      found[id] = (await runTrial(trial, open.live(scheme), scheme.external.users, signal)).judgement.outcome;
    }
  }
  const death = deathFinding(scheme, open.deaths);
  return death ? { ...found, [death.id]: death.outcome } : found;
}
