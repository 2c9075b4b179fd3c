import fc from 'fast-check';
import type { Stage } from '../../stage.ts';
import { newAdministrator } from './administrator.ts';
import { newCast } from './cast.ts';
import { type Closing, close, closings, tryAll } from './closing.ts';
import { Difference } from './difference.ts';
import { type Abilities, anyEvent, type Event, pick, signInAnew } from './events.ts';
import { newPlay, type Scene } from './play.ts';
import { rulesOf } from './rules.ts';
import { newTally, type Tally } from './tally.ts';
import { type Account, newWorld, tell, type World } from './world.ts';

/** What came of many histories. */
export type Explored = {
  /** What they were drawn from. */
  readonly seed: number;
  readonly tally: Tally;
  /** Whether time was made to pass in them. */
  readonly timePasses: boolean;
  readonly difference?: Found;
};

/** The shortest history that was found in which the server does otherwise than the model holds. */
export type Found = {
  readonly kind: Difference['kind'];
  /** One sentence for each step, and the last for what is wrong. */
  readonly story: readonly string[];
  /** Whether it came out so once more, when it was played for the record. */
  readonly again: boolean;
  /** With the seed, what plays it again. */
  readonly path: string;
  readonly shrunk: number;
};

export interface Extent {
  readonly seed: number;
  readonly histories: number;
  readonly many: number;
  /** Then no further one is begun; and so long is a shorter one looked for. */
  readonly withinMs: number;
  readonly shrinkWithinMs: number;
  /** Plays one alone, as it was found. */
  readonly path?: string;
}

const longest = 12;

/** Plays random histories, one after the other, until one differs from the model; then looks for the shortest such. */
export async function explore(stage: Stage, extent: Extent): Promise<Explored> {
  const { advance } = stage.hooks;
  const tally = newTally();
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
  const scene = { stage, rules: rulesOf(stage.target), clock, tally, administrator };
  const can = abilities(stage);
  const cast = newCast(stage, administrator, clock, scene.rules);
  const start = performance.now();
  let untilMs = extent.withinMs;
  let failed: unknown;
  let shrunk = 0;
  const property = fc.asyncProperty(anyHistory(can), async (history) => {
    if (failed !== undefined || performance.now() - start > untilMs) return;
    try {
      if (untilMs === extent.withinMs) tally.histories += 1;
      const world = newWorld(await cast(history.beginsAsAdmin));
      await playOut({ ...scene, recorded: false }, world, history, extent.many);
    } catch (error) {
      if (!(error instanceof Difference)) {
        failed = error;
        return;
      }
      if (untilMs === extent.withinMs) untilMs = performance.now() - start + extent.shrinkWithinMs;
      else shrunk += 1;
      throw error;
    }
  });
  const { path } = extent;
  const details = await fc.check(property, {
    seed: extent.seed,
    numRuns: extent.histories,
    ...(path !== undefined && { path, endOnFailure: true }),
  });
  if (failed !== undefined) throw failed;
  const explored = { seed: extent.seed, tally, timePasses: clock.pass !== undefined };
  const found = details.failed && details.counterexample;
  // of those that differ in nothing, the last stands for all
  const [history] = found || fc.sample(anyHistory(can), { seed: extent.seed, numRuns: 1 });
  if (history === undefined) return explored;
  const told = await retold({ ...scene, recorded: true }, await cast(history.beginsAsAdmin), history, extent.many);
  if (!found && !told.again) return explored;
  return { ...explored, difference: { ...told, path: details.counterexamplePath ?? '', shrunk } };
}

interface History {
  readonly beginsAsAdmin: boolean;
  readonly events: readonly Event[];
  readonly closing: Closing;
  readonly kept: boolean;
}

function anyHistory(can: Abilities): fc.Arbitrary<History> {
  const wanted = (Object.keys(closings) as Closing[]).filter((closing) => isOffered(closing, can));
  return fc.record({
    beginsAsAdmin: can.administer ? fc.constantFrom(false, true, true) : fc.constant(false),
    // not fc.commands, whose shrinking never leaves out the last one: what differs shows only after it
    events: fc.noBias(fc.array(anyEvent(can), { maxLength: longest, size: 'max' })),
    kept: fc.constantFrom(false, true, true, true),
    closing: fc.oneof(...wanted.map((closing) => ({ weight: closings[closing], arbitrary: fc.constant(closing) }))),
  });
}

function isOffered(closing: Closing, can: Abilities): boolean {
  if (closing === 'nothing') return true;
  if (closing === 'to the end') return can.pass;
  if (closing === 'replay') return can.renew;
  if (closing === 'log out') return can.logout;
  if (closing === 'log out by cookie') return can.logout && can.renew;
  if (closing === 'log out everywhere') return can.logoutAll;
  return can.administer;
}

function abilities({ target: { protocol, foreign }, hooks }: Stage): Abilities {
  const { steps, credentials } = protocol;
  const ours = foreign === undefined;
  const renewable = Object.values(credentials).some(({ role }) => role === 'refresh');
  return {
    renew: steps.refresh !== undefined && renewable,
    pass: hooks.advance !== undefined,
    logout: steps.logout !== undefined,
    logoutAll: steps.logoutAll !== undefined,
    administer: ours,
  };
}

/** @throws Difference at the first thing that the server does otherwise */
async function playOut(scene: Scene, world: World, { events, closing, kept }: History, many: number): Promise<void> {
  const real = newPlay(scene, world);
  await signInAnew(real, pick(world.accounts, 0), 0);
  await fc.asyncModelRun(() => ({ model: real, real }), events);
  await close(real, closing, kept, many);
  await tryAll(real);
}

/** Plays a history for the record. */
async function retold(scene: Scene, accounts: readonly Account[], history: History, many: number) {
  const world = newWorld(accounts, (sentence) => scene.stage.note(sentence));
  try {
    await playOut(scene, world, history, many);
  } catch (error) {
    if (!(error instanceof Difference)) throw error;
    tell(world, error.message);
    return { kind: error.kind, story: world.story, again: true };
  }
  return { kind: 'accepted' as const, story: world.story, again: false };
}
