import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startBackgroundTraffic } from '../../../scenarios/kit/clients/background-traffic.ts';
import { neverGood } from '../../../scenarios/kit/clients/population.ts';
import { sample } from '../../machine/resources.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { openRunContext } from '../../targets/own/open-run-context.ts';
import { type InjectedFault, judgeSoak, type Memory } from './soak.ts';

/**
 * Mixed requests at a modest rate for a long time, with a fault every so often, on one scheme.
 *
 *     node dist/bench/tools/endurance/soak-main.js --scheme session --minutes 30 --fault-every 60
 *
 * Exits with 1 when something was wrongly accepted, went wrong outside of every fault, or when memory grew.
 */
const { values } = parseArgs({
  options: {
    scheme: { type: 'string', default: 'session' },
    minutes: { type: 'string', default: '30' },
    'fault-every': { type: 'string', default: '60' },
  },
});

/** Faults that leave all processes as they are, so that their memory can be followed from end to end. */
const faultIds = ['store-frozen', 'store-reset', 'instance-frozen', 'store-slow', 'store-full', 'store-killed'];
const sampleEveryMs = 5_000;
const users = 12;

const all = await readCatalogue();
const scheme = [...all.schemes, ...all.variants].find(({ id }) => id === values.scheme);
if (!scheme) throw new Error(`--scheme ${values.scheme} is unknown`);
const mode = scheme.traits.store === 'never' ? 'none' : 'shared';
const { signal } = new AbortController();
// every request under way listens to it
setMaxListeners(0, signal);

await using context = await openRunContext(users, signal, { accessMs: 60_000 });
await using live = await scheme.launch({ instances: 2, mode, link: true }, context);
const { stage } = live.enter(context.accounts.users);
const faults = faultIds
  .flatMap((id) => all.faults.filter((fault) => fault.id === id))
  .filter((fault) => fault.appliesTo(scheme.traits) === true && fault.appliesToMode(mode) === true);

const traffic = await startBackgroundTraffic(stage, 24, 8, await neverGood(stage));
const begun = performance.now();
const endsAt = begun + Number(values.minutes) * 60_000;
const everyMs = Number(values['fault-every']) * 1_000;
const memory: Memory[] = [];
const injected: InjectedFault[] = [];
let nextFault = begun + everyMs;
while (performance.now() < endsAt) {
  await delay(Math.min(sampleEveryMs, Math.max(1, nextFault - performance.now())));
  for (const [pid, { rssBytes }] of sample(live.cluster.pids())?.processes ?? [])
    memory.push({ pid, at: performance.now(), rssBytes });
  const fault = faults[injected.length % faults.length];
  if (!fault || performance.now() < nextFault || endsAt - performance.now() < 15_000) continue;
  nextFault += everyMs;
  const from = performance.now();
  const heal = await fault.inject(stage, traffic);
  await delay(fault.lastsMs);
  await heal?.();
  injected.push({ id: fault.id, from, to: performance.now() });
  process.stderr.write(`${Math.round((performance.now() - begun) / 1_000)} s: ${fault.id}\n`);
}
await traffic.end();
const { passed, lines } = judgeSoak(traffic.sent, traffic.probes, injected, memory);
process.stdout.write(`${scheme.id}, ${values.minutes} min: ${passed ? 'passed' : 'FAILED'}\n  ${lines.join('\n  ')}\n`);
process.exitCode = passed ? 0 : 1;
