import { setMaxListeners } from 'node:events';
import { parseArgs } from 'node:util';
import type { Tried } from '../../attacks/attack.ts';
import { isWaiting, planLaunches, usersNeeded } from '../../attacks/launches.ts';
import { runLaunch } from '../../attacks/run-launch.ts';
import { hostedClusters } from '../../cluster/hosted.ts';
import { chromiumAt } from '../../driver/chromium.ts';
import { inParallel } from '../../machine/workers.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { cellSpec } from '../../plan/cell-spec.ts';
import { openStore } from '../../store/open-store.ts';
import { openRunContext } from '../../targets/own/open-run-context.ts';
import { isCaught, type ReferenceTrial } from './reference-trial.ts';

/**
 * Usage: `node dist/bench/tools/mutation/reference-main.js --scheme jwt [--attack ID]… [--browser PATH] [--until-caught]`.
 * Makes attacks on the servers of this build as they are, without the weakened ones that a run has beside them, and prints
 * what each came to: a line of JSON. Told so, it ends with the first that comes out otherwise than it should.
 */
const { values } = parseArgs({
  options: {
    scheme: { type: 'string' },
    attack: { type: 'string', multiple: true },
    browser: { type: 'string' },
    'until-caught': { type: 'boolean', default: false },
  },
});
const ending = new AbortController();
const { signal } = ending;
setMaxListeners(0, signal);
const { schemes, variants, attacks, weaknesses } = await readCatalogue();
const scheme = [...schemes, ...variants].find(({ id }) => id === values.scheme);
if (!scheme) throw new RangeError(`there is no scheme ${values.scheme}`);

const cells = attacks
  .filter(({ id }) => values.attack?.includes(id) ?? true)
  .filter((attack) => attack.appliesTo(scheme.traits) === true)
  .filter(({ needs }) => values.browser !== undefined || !needs?.hooks?.includes('browser'))
  .map((attack) => ({
    ...cellSpec({ kind: 'attack', scenario: attack.id, scheme: scheme.id }),
    ...{ attack: { ...attack, controls: [] }, scheme },
  }));
const launches = planLaunches(cells, weaknesses);

await using opened = await openRunContext(usersNeeded(launches), signal);
await using hosts = hostedClusters(opened);
await using further = await openStore('auto', { signal });
await using browser = values.browser ? chromiumAt(values.browser, `${opened.folder}/chromium`, signal) : undefined;
const context = { ...opened, effort: 'smoke' as const, hosts, ...(browser && { browser }) };
// what mostly waits beside what works
const workers = [
  { store: opened.store, waits: false },
  { store: further, waits: true },
];
try {
  await inParallel(
    launches,
    workers,
    async (launch, { store }) => {
      if (!signal.aborted) await runLaunch(launch, { ...context, store }, tell, signal);
    },
    (launch, { waits }) => isWaiting(launch) === waits,
  );
} catch (error) {
  if (!signal.aborted) throw error;
}

async function tell({ cell: { attack }, judgement: { outcome, because }, breaksContract }: Tried): Promise<void> {
  if (signal.aborted || !scheme) return;
  const trial: ReferenceTrial = {
    ...{ attack: attack.id, outcome, expected: attack.expected(scheme.traits), because },
    ...(breaksContract && { breaksContract }),
  };
  console.log(JSON.stringify(trial));
  if (values['until-caught'] && isCaught(trial)) ending.abort();
}
