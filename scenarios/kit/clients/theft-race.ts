import type { Credential, User } from '../../exchange.ts';
import type { Judgement } from '../../kinds/attack.ts';
import type { Effort, Stage } from '../../stage.ts';
import { type Quantiles, quantiles } from '../evidence/quantiles.ts';
import { together } from '../evidence/together.ts';
import { ageAt, isAfter, type Span, timed } from '../windows/age.ts';
import { isRenewed, redeem, refreshTokenOf } from './renewal.ts';

/** One theft: from now on two clients renew from copies of one refresh token, each in its own rhythm. */
export type Theft = {
  /** Whether the victim goes on renewing after the theft. */
  readonly victimReturns: boolean;
  /** From the theft to the first renewal that was refused to either; absent where there was none. */
  readonly detectedMs?: number;
  /** From the theft to the last renewal that was accepted to the thief; 0 where none was. */
  readonly thiefUntilMs: number;
  readonly thiefRenewals: number;
  /** Whether one token was good for both so that a sound server had to notice: it forked, or the grace window was over. */
  readonly toldApart: boolean;
  /** Whether a member of the family could still be redeemed once the theft was detected. */
  readonly livesOn: boolean;
};

export type TheftRace = {
  readonly intervalMs: number;
  readonly horizonMs: number;
  readonly graceMs: number;
  readonly thefts: readonly Theft[];
  /** Of the thefts whose victim went on: when a renewal was first refused, and when the thief's last one was accepted. */
  readonly distribution: { readonly detectedMs: Quantiles; readonly thiefUntilMs: Quantiles };
  /** Honest clients: two tabs that renew at once, and one that tries again since the answer was lost. */
  readonly benign: { readonly tabs: Alarms; readonly lost: Alarms };
};

/** How often something honest was called a theft. */
export type Alarms = { readonly races: number; readonly alarms: number; readonly perThousand: number };

/** A client renews when its access token ends: 5 minutes in the reference, compressed by 600. */
const intervalMs = 500;
const horizonMs = 3_000;
const trials: Readonly<Record<Effort, number>> = { smoke: 30, quick: 40, standard: 150, full: 300 };
/** At once: more would ask a server for more than it can renew in their rhythm. */
const perBatch = 50;
/** One in so many victims does not come back. */
const awayEvery = 5;
const benignRaces: Readonly<Record<Effort, number>> = { smoke: 20, quick: 40, standard: 200, full: 500 };

/** Seeded: the same run draws the same rhythms. */
export async function raceThieves(stage: Stage): Promise<TheftRace> {
  const users = [0, 1, 3, 4, 5].map((index) => stage.user(index));
  const plans = Array.from({ length: trials[stage.effort] }, (_, i) => ({
    user: users[i % users.length] as User,
    victimReturns: i % awayEvery !== 0,
    victim: rhythm(stage.random),
    thief: rhythm(stage.random),
  }));
  const thefts: Theft[] = [];
  for (let from = 0; from < plans.length; from += perBatch) {
    const batch = plans.slice(from, from + perBatch);
    // All logins come first: work on passwords would disturb the rhythms.
    const stolen: Credential[] = [];
    for (const { user } of batch) stolen.push(await stage.signIn(user));
    thefts.push(...(await together(...batch.map((plan, i) => race(stage, plan, stolen[i] ?? {})))));
  }
  const returned = thefts.filter(({ victimReturns }) => victimReturns);
  return {
    intervalMs,
    horizonMs,
    graceMs: stage.target.settings.graceMs,
    thefts,
    distribution: {
      detectedMs: quantiles(returned.flatMap(({ detectedMs }) => detectedMs ?? [])),
      thiefUntilMs: quantiles(returned.map(({ thiefUntilMs }) => thiefUntilMs)),
    },
    benign: { tabs: await alarms(stage, users, twoTabs), lost: await alarms(stage, users, lostAnswer) },
  };
}

async function alarms(
  stage: Stage,
  users: readonly User[],
  isAlarmed: (stage: Stage, user: User) => Promise<boolean>,
): Promise<Alarms> {
  const races = benignRaces[stage.effort];
  let alarmed = 0;
  for (let i = 0; i < races; i += 1) if (await isAlarmed(stage, users[i % users.length] as User)) alarmed += 1;
  return { races, alarms: alarmed, perThousand: Math.round((1_000 * alarmed) / races) };
}

/** Pure. A window as long as the victim's own rhythm, where they come back; a blind spot where they do not. */
export function judgeTheftRace({ intervalMs, horizonMs, graceMs, thefts, distribution, benign }: TheftRace): Judgement {
  const returned = thefts.filter(({ victimReturns }) => victimReturns);
  const away = thefts.filter(({ victimReturns }) => !victimReturns);
  const unnoticed = returned.filter(({ detectedMs, toldApart }) => detectedMs === undefined && toldApart);
  const noticed = returned.filter(({ detectedMs }) => detectedMs !== undefined);
  const lasting = thefts.filter(({ livesOn }) => livesOn);
  const { detectedMs, thiefUntilMs } = distribution;
  const windowMs = Math.max(0, ...returned.map((theft) => theft.thiefUntilMs));
  const counts = { tries: thefts.length, successes: unnoticed.length + lasting.length };
  const measured = {
    ...counts,
    windowMs,
    declaredMs: slowest * intervalMs,
    bound: { lifetimes: { accessMs: slowest } },
  };
  if (thefts.every(({ thiefRenewals }) => thiefRenewals === 0))
    return { ...counts, outcome: 'inconclusive', because: 'no thief ever came first: nothing was raced' };
  if (unnoticed.length > 0 || lasting.length > 0)
    return {
      ...measured,
      outcome: 'succeeded',
      because: `${unnoticed.length} of ${returned.length} thefts went unnoticed for ${horizonMs} ms although the victim renewed every ${intervalMs} ms, and ${lasting.length} families outlived their detection`,
    };
  if (2 * noticed.length < returned.length)
    return {
      ...counts,
      outcome: 'inconclusive',
      because: `in ${returned.length - noticed.length} of ${returned.length} thefts both always renewed at the same moment: the machine kept no rhythm`,
    };
  const silent = away.filter((theft) => theft.detectedMs === undefined).length;
  return {
    ...measured,
    outcome: 'window',
    because:
      `${noticed.length} of ${returned.length} thefts were detected where the victim renewed every ${intervalMs} ms: after ${detectedMs.p50} ms in the median, ${detectedMs.p95} ms in 95 of 100, ${detectedMs.max} ms at worst; ` +
      `the thief could renew for ${thiefUntilMs.p50} ms in the median, ${windowMs} ms at worst. Where the victim stayed away, ${silent} of ${away.length} were never noticed. ` +
      `False alarms ${graceMs === 0 ? 'without a grace window' : `with a grace window of ${graceMs} ms`}: ${benign.tabs.alarms} of ${benign.tabs.races} races of two honest tabs, ${benign.lost.alarms} of ${benign.lost.races} lost answers`,
  };
}

/** Between two renewals of one client lie so many of its intervals at least, and at most. */
const [fastest, slowest] = [0.5, 1.5] as const;

/** Times at which a client renews. */
function rhythm(random: () => number): number[] {
  const times: number[] = [];
  for (let at = 0; ; times.push(at)) {
    at += intervalMs * (fastest + (slowest - fastest) * random());
    if (at > horizonMs) return times;
  }
}

interface Plan {
  readonly victimReturns: boolean;
  readonly victim: readonly number[];
  readonly thief: readonly number[];
}

async function race(stage: Stage, { victimReturns, victim, thief }: Plan, stolen: Credential): Promise<Theft> {
  const start = performance.now();
  const elapsed = () => Math.round(performance.now() - start);
  let detectedMs: number | undefined;
  const held = { victim: stolen, thief: stolen };
  const seen = { thiefUntilMs: 0, thiefRenewals: 0 };
  const uses: Use[] = [];
  const renewAt = async (who: 'victim' | 'thief', times: readonly number[]) => {
    for (const time of times) {
      await stage.wait(Math.max(0, time - elapsed()));
      if (detectedMs !== undefined) return;
      const askedMs = elapsed();
      const token = refreshTokenOf(held[who]);
      const { value: reply, span } = await timed(() => stage.perform('refresh', { as: held[who] }));
      if (!isRenewed(stage, reply)) {
        detectedMs ??= elapsed();
        return;
      }
      held[who] = reply.credential;
      uses.push({ who, token, next: refreshTokenOf(reply.credential), span });
      if (who === 'victim') continue;
      seen.thiefUntilMs = Math.max(1, askedMs);
      seen.thiefRenewals += 1;
    }
  };
  await together(renewAt('victim', victimReturns ? victim : []), renewAt('thief', thief));
  const alive = detectedMs === undefined ? [] : await redeemed(stage, [held.thief, held.victim]);
  return {
    victimReturns,
    ...(detectedMs !== undefined && { detectedMs }),
    ...seen,
    toldApart: areApart(uses, stage.target.settings.graceMs),
    livesOn: alive.length > 0,
  };
}

/** One renewal that was accepted. */
interface Use {
  readonly who: 'victim' | 'thief';
  readonly token: string | undefined;
  /** What it was given for it: inside a grace window that is the same for both. */
  readonly next: string | undefined;
  readonly span: Span;
}

/** Pure. Whether victim and thief were given different successors of one token, or used it further apart than this for certain. */
export function areApart(uses: readonly Use[], graceMs: number): boolean {
  return uses.some((one) =>
    uses.some(
      ({ who, token, next, span }) =>
        who !== one.who && token === one.token && (next !== one.next || isAfter(ageAt(one.span, span), graceMs)),
    ),
  );
}

async function redeemed(stage: Stage, members: readonly Credential[]): Promise<Credential[]> {
  const all: Credential[] = [];
  for (const member of members) {
    const next = await redeem(stage, member);
    if (next) all.push(next);
  }
  return all;
}

async function twoTabs(stage: Stage, user: User): Promise<boolean> {
  const request = stage.request('refresh', { as: await stage.signIn(user) });
  const answers = await stage.race([0, 1].map((i) => ({ request, instance: i % stage.target.instances })));
  return answers.some((reply) => !isRenewed(stage, reply));
}

/** The server has renewed; the client did not hear of it, and sends what it still has. */
async function lostAnswer(stage: Stage, user: User): Promise<boolean> {
  const held = await stage.signIn(user);
  await stage.perform('refresh', { as: held });
  return (await redeem(stage, held)) === undefined;
}
