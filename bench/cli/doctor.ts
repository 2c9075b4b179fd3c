import { loadavg } from 'node:os';
import { findCompose } from '../cluster/compose/docker.ts';
import { lacksNamespaces } from '../cluster/namespaces/network.ts';
import { readCalibration } from '../load/calibration/calibration.ts';
import { summaryOf } from '../load/calibration/calibration-text.ts';
import { findBrowser } from '../machine/browser.ts';
import { readEnvironment } from '../machine/environment.ts';
import { leastNode } from '../machine/node-runtime.ts';
import { exitCodes } from '../run/exit-codes.ts';
import { findProgram } from '../store/find-program.ts';
import { diagnoseStores } from '../store/open-store.ts';

/** Prints what this machine offers and what a run would do with it; starts nothing. @returns the exit code. */
export async function doctor(): Promise<number> {
  const signal = AbortSignal.timeout(10_000);
  const [environment, stores, browser, calibration, haproxy, compose, namespaces] = await Promise.all([
    readEnvironment(),
    diagnoseStores({ signal }),
    findBrowser(),
    readCalibration(),
    findProgram(['haproxy']),
    findCompose(signal),
    lacksNamespaces(),
  ]);
  const line = (name: string, text: string) => process.stdout.write(`${name.padEnd(10)} ${text}\n`);
  line('node', `${environment.node} (${leastNode} or newer is needed)`);
  line(
    'machine',
    `${environment.cores} cores, ${(environment.memoryBytes / 2 ** 30).toFixed(0)} GiB, ${environment.cpu}`,
  );
  const busy = (loadavg()[0] ?? 0) > environment.cores / 2;
  line(
    'load',
    `${environment.loadAverage.join(' ')}${busy ? ': busy; performance verdicts will be inconclusive' : ''}`,
  );
  line('noise', calibration ? summaryOf(calibration) : 'unknown; npm run calibrate finds out in 3 min');
  line('browser', browser ?? 'none; install chromium for the browser attacks');
  line('balancer', haproxy ?? 'none; install haproxy for --balancer haproxy');
  line('compose', typeof compose === 'string' ? `none for --cluster compose: ${compose}` : compose.join(' '));
  line('hosts', namespaces ?? 'network namespaces can be made');
  for (const { provider, state, because } of stores)
    line('store', `${provider.padEnd(10)} ${state.padEnd(12)} ${because}`);
  line(
    'agents',
    (await findProgram(['redis-server', 'valkey-server']))
      ? 'a control Redis can be started here; --agents needs a real one'
      : 'no Redis here that could be their control: the embedded store speaks no Lua, which BullMQ needs',
  );
  const usable = stores.some(({ state }) => state === 'taken');
  return (usable ? exitCodes.ok : exitCodes.unavailable).code;
}
