import { loadavg } from 'node:os';
import { command } from '../../reports/text/installation.ts';
import { wrap } from '../../reports/text/wrap.ts';
import { findCompose } from '../cluster/compose/docker.ts';
import { lacksNamespaces } from '../cluster/namespaces/network.ts';
import { readCalibration } from '../load/calibration/calibration.ts';
import { summaryOf } from '../load/calibration/calibration-text.ts';
import { findBrowser } from '../machine/browser.ts';
import { readEnvironment } from '../machine/environment.ts';
import { leastNode } from '../machine/node-runtime.ts';
import { findProgram } from '../store/find-program.ts';
import { diagnoseStores } from '../store/open-store.ts';

export interface Diagnosis {
  /** Whether a run can start. */
  readonly isReady: boolean;
  /** What follows from all that was found, a sentence each. */
  readonly conclusions: readonly string[];
  readonly found: readonly { readonly name: string; readonly text: string }[];
}

/** What this machine offers, and what a run would do with it; starts nothing. */
export async function doctor(): Promise<Diagnosis> {
  const signal = AbortSignal.timeout(10_000);
  const [environment, stores, browser, calibration, haproxy, compose, namespaces, redis] = await Promise.all([
    readEnvironment(),
    diagnoseStores({ signal }),
    findBrowser(),
    readCalibration(),
    findProgram(['haproxy']),
    findCompose(signal),
    lacksNamespaces(),
    findProgram(['redis-server', 'valkey-server']),
  ]);
  const busy = (loadavg()[0] ?? 0) > environment.cores / 2;
  const isReady = stores.some(({ state }) => state === 'taken');
  const load = environment.loadAverage.join(' ');
  return {
    isReady,
    conclusions: [
      isReady ? 'Security: ready.' : 'Nothing can be run: there is no store.',
      busy
        ? `Performance: wait. Other programs are busy (load ${loadavg()[0]?.toFixed(1)} on ${environment.cores} cores), and verdicts would be undecided.`
        : 'Performance: ready.',
      ...(browser === undefined ? ['Attacks in a browser are left out: install chromium for them.'] : []),
    ],
    found: [
      { name: 'node', text: `${environment.node} (${leastNode} or newer is needed)` },
      {
        name: 'machine',
        text: `${environment.cores} cores, ${(environment.memoryBytes / 2 ** 30).toFixed(0)} GiB, ${environment.cpu}`,
      },
      { name: 'load', text: `${load}${busy ? ': busy; performance verdicts will be inconclusive' : ''}` },
      {
        name: 'noise',
        text: calibration ? summaryOf(calibration) : `unknown; ${command('calibrate')} finds out in 3 min`,
      },
      { name: 'browser', text: browser ?? 'none; install chromium for the browser attacks' },
      { name: 'balancer', text: haproxy ?? 'none; install haproxy for --balancer haproxy' },
      {
        name: 'compose',
        text: typeof compose === 'string' ? `none for --cluster compose: ${compose}` : compose.join(' '),
      },
      { name: 'hosts', text: namespaces ?? 'network namespaces can be made' },
      ...stores.map(({ provider, state, because }) => ({
        name: 'store',
        text: `${provider.padEnd(10)} ${state.padEnd(12)} ${because}`,
      })),
      {
        name: 'agents',
        text: redis
          ? 'a control Redis can be started here; --agents needs a real one'
          : 'no Redis here that could be their control: the embedded store speaks no Lua, which BullMQ needs',
      },
    ],
  };
}

/** The conclusion first. */
export function doctorText({ conclusions, found }: Diagnosis): string {
  return `${[
    ...conclusions.flatMap((text) => wrap(text, '')),
    '',
    ...found.map(({ name, text }) => `${name.padEnd(10)} ${text}`),
  ].join('\n')}\n`;
}
