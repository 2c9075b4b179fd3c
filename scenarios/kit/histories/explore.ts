import fc from 'fast-check';
import type { Stage } from '../../stage.ts';
import { newAdministrator } from './administrator.ts';
import { newCast } from './cast.ts';
import type { Closing } from './closing.ts';
import { Difference } from './difference.ts';
import { abilities, anyHistory, deckOf, type History, playOut } from './history.ts';
import { type HistoryCounts, newHistoryCounts } from './history-counts.ts';
import { serverRulesOf } from './rules.ts';
import { addStep, newWorld } from './world.ts';

/** What came of many histories. */
export type Explored = {
  /** What they were drawn from. */
  readonly seed: number;
  readonly tally: HistoryCounts;
  /** Whether time was made to pass in them. */
  readonly timePasses: boolean;
  /** Whether there was time for every ending at least once. */
  readonly whole: boolean;
  readonly difference?: Found;
};

/** The shortest history that was found in which the server does otherwise than the model holds. */
export type Found = Place & {
  readonly kind: Difference['kind'];
  /** One sentence for each step, and the last for what is wrong. */
  readonly story: readonly string[];
  /** Whether it came out so once more, when it was played for the record. */
  readonly again: boolean;
  /** How many shorter ones were found before. */
  readonly shrunk: number;
};

/** With the seed, what plays a history again: which one it was, and how it was made shorter. */
type Place = { readonly history: number; readonly path: string };

export interface Extent {
  readonly seed: number;
  readonly histories: number;
  /** More sign-ins of one account than any page holds. */
  readonly many: number;
  /**
   * Then no further one is begun, once every ending had its turn: a busy machine has longer for these. And so long is a
   * shorter one looked for.
   */
  readonly withinMs: number;
  readonly shrinkWithinMs: number;
  /** Plays this one alone. */
  readonly only?: Place;
}

/** How many times as long the endings may take that had no turn. */
const patience = 4;

/** Plays random histories, one after the other, until one differs from the model; then looks for the shortest such. */
export async function explore(stage: Stage, { seed, histories, many, only, ...extent }: Extent): Promise<Explored> {
  const { advance } = stage.hooks;
  const administrator = newAdministrator(stage);
  let movedMs = 0;
  const clock = {
    now: () => performance.now() + movedMs,
    ...(advance && {
      async pass(ms: number) {
        await advance(Math.round(ms));
        movedMs += Math.round(ms);
        administrator.timePassed();
      },
    }),
  };
  const tally = newHistoryCounts();
  const scene = { stage, rules: serverRulesOf(stage.target), clock, tally, administrator };
  const cast = newCast(stage, administrator, clock, scene.rules);
  const can = abilities(stage);
  const deck = deckOf(can);
  const drawn = (n: number) => ({ seed: (seed + n) | 0, histories: anyHistory(can, deck[n % deck.length] as Closing) });
  const begun = performance.now();
  const hasTime = () => {
    const spentMs = performance.now() - begun;
    return spentMs < extent.withinMs || (tally.histories < deck.length && spentMs < patience * extent.withinMs);
  };
  const timePasses = clock.pass !== undefined;
  const soFar = () => ({ seed, tally, timePasses, whole: tally.histories >= deck.length });

  const [first, last] = only ? [only.history, only.history + 1] : [0, histories];
  for (let n = first; n < last && hasTime(); n += 1) {
    tally.histories += 1;
    const found = await search(n);
    if (!found) continue;
    const { shortest, ...place } = found;
    const { story, difference } = await play(shortest, true);
    const again = difference !== undefined;
    return { ...soFar(), difference: { ...place, kind: difference?.kind ?? 'accepted', story, again } };
  }
  // of those that differ in nothing, one stands for all in the evidence
  const [history] = fc.sample(drawn(first).histories, { seed: drawn(first).seed, numRuns: 1 });
  const shown = history && (await play(history, true));
  if (!shown?.difference) return soFar();
  const { story, difference } = shown;
  return {
    ...soFar(),
    difference: { history: first, path: '', shrunk: 0, kind: difference.kind, story, again: false },
  };

  /** Plays one history, and those that it can be shrunk to where it differs. */
  async function search(n: number): Promise<(Place & { shortest: History; shrunk: number }) | undefined> {
    let until = Number.POSITIVE_INFINITY;
    let differing = 0;
    let failed: unknown;
    const property = fc.asyncProperty(drawn(n).histories, async (history) => {
      if (failed !== undefined || performance.now() > until) return;
      // whatever else went wrong is no history that could be made shorter
      const { difference } = await play(history, false).catch((error) => {
        failed = error;
        return { difference: undefined };
      });
      if (!difference) return;
      differing += 1;
      if (differing === 1) until = performance.now() + extent.shrinkWithinMs;
      throw difference;
    });
    const again = only && { path: only.path, endOnFailure: true };
    const details = await fc.check(property, { seed: drawn(n).seed, numRuns: 1, ...again });
    if (failed !== undefined) throw failed;
    if (!details.failed || !details.counterexample) return undefined;
    const [shortest] = details.counterexample;
    return { history: n, path: details.counterexamplePath ?? '', shortest, shrunk: Math.max(0, differing - 1) };
  }

  /** @param recorded for the evidence. @returns its story, and what was wrong at its end */
  async function play(history: History, recorded: boolean) {
    const heard = recorded ? (sentence: string) => stage.note(sentence) : () => {};
    const world = newWorld(await cast(history.beginsAsAdmin), heard);
    try {
      await playOut({ ...scene, recorded }, world, history, many);
      return { story: world.story };
    } catch (error) {
      if (!(error instanceof Difference)) throw error;
      addStep(world, error.message);
      return { story: world.story, difference: error };
    }
  }
}
