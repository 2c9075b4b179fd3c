import type { Judgement } from '../attack.ts';
import type { Credential, Stage, User } from '../stage.ts';
import { isRenewed, redeem } from './renewal.ts';

/** One theft: from now on two clients renew from copies of one refresh token, each in its own rhythm. */
export type Theft = {
  /** Whether the victim goes on renewing after the theft. */
  readonly victimReturns: boolean;
  /** From the theft to the first renewal that was refused to either; absent where there was none. */
  readonly detectedMs?: number;
  /** From the theft to the last renewal that was accepted to the thief; 0 where none was. */
  readonly thiefUntilMs: number;
  readonly thiefRenewals: number;
  /** Whether a member of the family could still be redeemed once the theft was detected. */
  readonly livesOn: boolean;
};

export type TheftRace = {
  readonly intervalMs: number;
  readonly horizonMs: number;
  readonly graceMs: number;
  readonly thefts: readonly Theft[];
  /** Two tabs of an honest client that renew at the same moment, and how often that was called a theft. */
  readonly benign: { readonly races: number; readonly alarms: number };
};

/** A client renews when its access token ends: 5 minutes in the reference, compressed by 600. */
const intervalMs = 500;
const horizonMs = 3_000;
const trials = 30;
/** One in so many victims does not come back. */
const awayEvery = 5;
const benignRaces = 20;

/** Seeded: the same run draws the same rhythms. */
export async function raceThieves(stage: Stage): Promise<TheftRace> {
  const users = [0, 1, 3, 4, 5].map((index) => stage.user(index));
  const plans = Array.from({ length: trials }, (_, i) => ({
    user: users[i % users.length] as User,
    victimReturns: i % awayEvery !== 0,
    victim: rhythm(stage.random),
    thief: rhythm(stage.random),
  }));
  // All logins come first: work on passwords would disturb the rhythms.
  const stolen: Credential[] = [];
  for (const { user } of plans) stolen.push(await stage.signIn(user));
  const thefts = await Promise.all(plans.map((plan, i) => race(stage, plan, stolen[i] ?? {})));
  let alarms = 0;
  for (let i = 0; i < benignRaces; i += 1) if (await alarm(stage, users[i % users.length] as User)) alarms += 1;
  return {
    intervalMs,
    horizonMs,
    graceMs: stage.target.settings.graceMs,
    thefts,
    benign: { races: benignRaces, alarms },
  };
}

/** Pure. A window as long as the victim's own rhythm, where he comes back; a blind spot where he does not. */
export function judgeTheftRace({ intervalMs, horizonMs, thefts, benign }: TheftRace): Judgement {
  const returned = thefts.filter(({ victimReturns }) => victimReturns);
  const away = thefts.filter(({ victimReturns }) => !victimReturns);
  const unnoticed = returned.filter(({ detectedMs }) => detectedMs === undefined);
  const lasting = thefts.filter(({ livesOn }) => livesOn);
  const until = returned.map(({ thiefUntilMs }) => thiefUntilMs).sort((a, b) => a - b);
  const windowMs = until.at(-1) ?? 0;
  const counts = { tries: thefts.length, successes: unnoticed.length + lasting.length, windowMs };
  if (thefts.every(({ thiefRenewals }) => thiefRenewals === 0))
    return { ...counts, outcome: 'inconclusive', because: 'no thief ever came first: nothing was raced' };
  if (unnoticed.length > 0 || lasting.length > 0)
    return {
      ...counts,
      outcome: 'succeeded',
      because: `${unnoticed.length} of ${returned.length} thefts went unnoticed for ${horizonMs} ms although the victim renewed every ${intervalMs} ms, and ${lasting.length} families outlived their detection`,
    };
  const detected = returned.map(({ detectedMs = 0 }) => detectedMs).sort((a, b) => a - b);
  const silent = away.filter(({ detectedMs }) => detectedMs === undefined).length;
  return {
    ...counts,
    outcome: 'window',
    because:
      `${returned.length} of ${returned.length} thefts were detected where the victim renewed every ${intervalMs} ms: after ${median(detected)} ms in the median, ${detected.at(-1)} ms at worst; ` +
      `the thief's renewals ended after ${median(until)} ms, ${windowMs} ms at worst. Where the victim stayed away, ${silent} of ${away.length} were never noticed. ` +
      `False alarms: ${Math.round((1_000 * benign.alarms) / benign.races)} per 1,000 races of two honest tabs`,
  };
}

/** Times at which a client renews, between half and one and a half intervals apart. */
function rhythm(random: () => number): number[] {
  const times: number[] = [];
  for (let at = 0; ; times.push(at)) {
    at += intervalMs * (0.5 + random());
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
  const renewAt = async (who: 'victim' | 'thief', times: readonly number[]) => {
    for (const time of times) {
      await stage.wait(Math.max(0, time - elapsed()));
      if (detectedMs !== undefined) return;
      const askedMs = elapsed();
      const reply = await stage.perform('refresh', { as: held[who] });
      if (!isRenewed(stage, reply)) {
        detectedMs ??= elapsed();
        return;
      }
      held[who] = reply.credential;
      if (who === 'victim') continue;
      seen.thiefUntilMs = Math.max(1, askedMs);
      seen.thiefRenewals += 1;
    }
  };
  await Promise.all([renewAt('victim', victimReturns ? victim : []), renewAt('thief', thief)]);
  const alive = detectedMs === undefined ? [] : await redeemed(stage, [held.thief, held.victim]);
  return { victimReturns, ...(detectedMs !== undefined && { detectedMs }), ...seen, livesOn: alive.length > 0 };
}

async function redeemed(stage: Stage, members: readonly Credential[]): Promise<Credential[]> {
  const all: Credential[] = [];
  for (const member of members) {
    const next = await redeem(stage, member);
    if (next) all.push(next);
  }
  return all;
}

async function alarm(stage: Stage, user: User): Promise<boolean> {
  const request = stage.request('refresh', { as: await stage.signIn(user) });
  const answers = await stage.race([0, 1].map((i) => ({ request, instance: i % stage.target.instances })));
  return answers.some((reply) => !isRenewed(stage, reply));
}

function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
