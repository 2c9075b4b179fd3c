import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import type { Stage } from '../../scenarios/stage.ts';
import type { Generator } from '../generator/generator.ts';
import type { Profile } from '../plan/profiles.ts';
import type { LiveTarget } from '../targets/live-target.ts';
import { closedJob, virtualUsers } from './load-jobs.ts';

interface JitWarmUp {
  readonly scenario: LoadScenario;
  readonly stage: Stage;
  readonly live: LiveTarget;
  readonly extent: Profile['load'];
  readonly generator: Generator;
  /** So many requests are answered at least, however long that takes; by time alone where absent. */
  readonly leastAnswered?: number;
}

/** After fewer, servers were still getting faster by a quarter while they were measured; after these, by nothing seen. */
const bursts = 6;
/** Whoever answers fewer in so many would not do so in more. */
const mostBursts = 20 * bursts;

/**
 * Requests as fast as they are answered, in no figure: a server that has just started costs several times what it will,
 * and at the offered rate it would take most of the run to get there. In bursts, since each ends with connections cut
 * under way: V8 throws away what it has compiled for connections that end well, and has to see cuts before it compiles
 * for both (--trace-deopt shows it). The last answers are not read: where requests build on answers, users sign in anew.
 * @returns users that can go on.
 */
export async function warmUpJit(
  { scenario, stage, live, extent, generator, leastAnswered = 0 }: JitWarmUp,
  users: readonly VirtualUser[],
): Promise<VirtualUser[]> {
  const durationMs = extent.warmUp.burstsMs / bursts;
  let ready = [...users];
  let answered = 0;
  for (let burst = 0; burst < bursts || (answered < leastAnswered && burst < mostBursts); burst += 1) {
    const job = { ...closedJob(scenario, live, ready, extent), unmeasured: true, warmUpMs: 0, durationMs } as const;
    const { users: left, answered: now } = await generator.run(job, stage.signal);
    answered += now;
    ready = scenario.perUser === 1 ? await virtualUsers(scenario, stage, users.length, generator) : [...left];
  }
  return ready;
}
