import { refreshTokenIn } from '../clients/renewal.ts';
import { ofRenewal, ofRequest } from './expected.ts';
import type { Play } from './scene.ts';
import { type HistoryAccount, type Holder, handedIn, type World } from './world.ts';

/** One that is signed in, where there is one: what is left of the others is tried at the end in any case. */
export function anyHolder(play: Play, n: number): Holder {
  const live = liveOf(play, play.world.holders);
  return pick(live.length > 0 ? live : play.world.holders, n);
}

/** Devices that are signed in: nobody but their owner knows the password. */
export function ownersOf(play: Play, account?: HistoryAccount): readonly Holder[] {
  const theirs = play.world.holders.filter((one) => !one.isThief && (account === undefined || one.account === account));
  return liveOf(play, theirs);
}

/** Those of which it is certain, where there are such. */
function liveOf(play: Play, holders: readonly Holder[]): readonly Holder[] {
  const live = holders.filter((holder) => isLive(play, holder));
  const certain = live.filter(({ credential }) =>
    Object.values(credential).some((artefact) => handedIn(play.world, artefact)?.signIn.doubtful === false),
  );
  return certain.length > 0 ? certain : live;
}

/** Where all have ended, only what begins another one is an event. */
export function someone(play: Play): boolean {
  return play.world.holders.some((holder) => isLive(play, holder));
}

/** Whether something of what is held may still be good. */
function isLive({ world, scene: { clock, rules } }: Play, { credential }: Holder): boolean {
  const now = { sentMs: clock.now(), answeredMs: clock.now() };
  return Object.values(credential).some((artefact) => {
    const handed = handedIn(world, artefact);
    if (!handed) return false;
    const expected = handed.role === 'refresh' ? ofRenewal(handed, now, rules) : ofRequest(handed, now, rules);
    return expected.answer !== 'refused' && handed.signIn.ended === undefined;
  });
}

/** Those that were spent, with who held them last, oldest first. */
export function spentOf(world: World) {
  return world.holders.flatMap((holder) =>
    [...holder.past, holder.credential].flatMap((credential) => {
      const token = refreshTokenIn(credential);
      const spent = token && handedIn(world, token)?.spent;
      return spent ? [{ holder, credential, step: spent.step }] : [];
    }),
  );
}

export function pick<T>(all: readonly T[], n: number): T {
  const found = all[n % all.length];
  if (found === undefined) throw new RangeError('there is nothing to pick from');
  return found;
}
