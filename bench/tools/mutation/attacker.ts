import { setMaxListeners } from 'node:events';
import type { Tried } from '../../attacks/attack.ts';
import { isWaiting } from '../../attacks/launches.ts';
import { runLaunch } from '../../attacks/run-launch.ts';
import { hostedClusters } from '../../cluster/hosted.ts';
import { chromiumAt } from '../../driver/chromium.ts';
import { disposeAll } from '../../machine/dispose.ts';
import { inParallel } from '../../machine/workers.ts';
import { openStore } from '../../store/open-store.ts';
import { openRunContext } from '../../targets/own/open-run-context.ts';
import { isCaught, type ReferenceTrial } from './reference-trial.ts';
import { soundLaunches } from './sound-launches.ts';

/** What is attacked, and how far. */
export interface Order {
  readonly scheme: string;
  /** Ids; all where there are none. */
  readonly attacks?: readonly string[] | undefined;
  /** Ids of those that are left out. */
  readonly except?: readonly string[];
  /** Whether what comes to no verdict is left at that, and not tried again with more time. */
  readonly once?: boolean;
  /** Whether it ends with the first trial that comes out otherwise than it should. */
  readonly untilCaught?: boolean;
}

/** Makes attacks on the servers of this build as they are, without the weakened ones that a run has beside them. */
export interface Attacker extends AsyncDisposable {
  /** Servers are started afresh for each call. @param tell is called with each trial as it ends */
  attack(order: Order, tell?: (trial: ReferenceTrial) => void): Promise<ReferenceTrial[]>;
}

/** @param browser the path of a Chromium; attacks in a browser are left out without one */
export async function openAttacker(browser?: string): Promise<Attacker> {
  const ending = new AbortController();
  const launches = await soundLaunches(browser !== undefined);
  const opened = await openRunContext(launches.users, ending.signal);
  const further = await Promise.all([1, 2, 3].map(() => openStore('auto', { signal: ending.signal })));
  const chromium = browser ? chromiumAt(browser, `${opened.folder}/chromium`, ending.signal) : undefined;
  // what mostly waits beside what works
  const workers = [{ store: opened.store, waits: false }, ...further.map((store) => ({ store, waits: true }))];

  return {
    async attack({ scheme: name, attacks: ids, except = [], once = false, untilCaught = false }, tell = () => {}) {
      const stopping = new AbortController();
      const { signal } = stopping;
      setMaxListeners(0, signal);
      // else failed logins would be counted beside those of the servers before, and limits be found broken
      await Promise.all(workers.map(({ store }) => store.restore([])));
      await using hosts = hostedClusters(opened);
      const context = { ...opened, signal, effort: 'smoke' as const, hosts, ...(chromium && { browser: chromium }) };
      const trials: ReferenceTrial[] = [];
      const tried = async ({ cell: { attack, scheme }, judgement, evidence, breaksContract }: Tried) => {
        if (signal.aborted) return;
        const trial: ReferenceTrial = {
          ...{ attack: attack.id, outcome: judgement.outcome, expected: attack.expected(scheme.traits) },
          ...{ because: judgement.because, durationMs: evidence.durationMs, ...(breaksContract && { breaksContract }) },
        };
        trials.push(trial);
        tell(trial);
        if (untilCaught && isCaught(trial)) stopping.abort();
      };
      try {
        await inParallel(
          launches.of(name, (id) => (ids?.includes(id) ?? true) && !except.includes(id)),
          workers,
          async (launch, { store }) => {
            if (!signal.aborted)
              await runLaunch(launch, { ...context, store }, { tried }, signal, once ? [1] : undefined);
          },
          (launch, { waits }) => isWaiting(launch) === waits,
        );
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      return trials;
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await disposeAll(chromium, ...further, opened);
    },
  };
}
