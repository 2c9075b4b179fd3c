import type { Attack, Judgement } from '../../kinds/attack.ts';
import { signsIn } from '../../kit/clients/as-before.ts';
import type { Effort } from '../../stage.ts';

type Seen = {
  readonly pairs: number;
  /** Time within which the quickest twentieth of logins with a wrong password is refused. */
  readonly loginMs: number;
  /** How much longer that takes as an unknown user, as a share of it, with its 95 % interval. */
  readonly effect: { readonly share: number; readonly low: number; readonly high: number };
  /** Whether the known one could sign in after all this: of a locked account, no password is compared. */
  readonly letIn: boolean;
};

/** What can be told apart over a network with patience; skipping the password hash is several times as much. */
const bound = 0.25;
/** Whatever else a machine does only adds to a time, so that the quick end tells what the server itself takes (Crosby et al., 2009). */
const quick = 0.05;
const perBlock = 100;
const mostPairs: Record<Effort, number> = { smoke: 600, quick: 1_200, standard: 2_000, full: 3_000 };

export default {
  kind: 'attack',
  id: 'timing-compare',
  title: 'Accounts told apart by time',
  question: 'Does a refused login take as long for an unknown user as for a known one?',
  goal: 'Learn which accounts exist from how long a refusal takes.',
  precondition: 'none',
  severity: 'low',
  references: ['CWE-208', 'CWE-204', 'ASVS 6.3.8', 'ASVS 11.2.4', 'WSTG-IDNT-04'],
  steps: [
    'They log in with a wrong password as a known and as an unknown user, in pairs whose order alternates.',
    'The times within which the quickest twentieth of either is refused are compared, with a 95 % interval; blocks of pairs are added until the interval lies inside or outside ±25 %.',
    'At last they sign in as the known user: where that account is locked by now, the times tell nothing.',
  ],
  fix: 'Compare a password hash at every login, with a fixed one of the same cost where the name is unknown.',
  controls: ['unknown-user-answered-early'],
  needs: { optIn: 'many-logins' },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const password = 'not the password';
    const refused = async (username: string) => (await stage.perform('login', { values: { username, password } })).ms;
    const known = () => refused(stage.attacker.username);
    const unknown = () => refused('nobody-at-all');
    const knownMs: number[] = [];
    const unknownMs: number[] = [];
    let seen = compared(knownMs, unknownMs);
    while (knownMs.length < mostPairs[stage.effort] && !isDecided(seen.effect)) {
      for (let n = 0; n < perBlock; n += 1) {
        const swapped = n % 2 === 1;
        const [first, second] = swapped ? [await unknown(), await known()] : [await known(), await unknown()];
        knownMs.push(swapped ? second : first);
        unknownMs.push(swapped ? first : second);
      }
      seen = compared(knownMs, unknownMs);
    }
    return { ...seen, letIn: await signsIn(stage, stage.attacker) };
  },

  judge({ pairs, loginMs, effect, letIn }): Judgement {
    if (!letIn)
      return {
        outcome: 'inconclusive',
        tries: pairs,
        because: `after ${pairs} wrong passwords the known user could not sign in with the right one either`,
      };
    const percent = (share: number) => `${Math.round(share * 100)} %`;
    const because = `an unknown user is refused ${percent(effect.share)} later than a known one (95 % interval ${percent(effect.low)} to ${percent(effect.high)} of ${loginMs} ms, ${pairs} pairs)`;
    if (effect.low > bound || effect.high < -bound) return { outcome: 'succeeded', tries: pairs, because };
    if (effect.low > -bound && effect.high < bound) return { outcome: 'blocked', tries: pairs, because };
    return {
      outcome: 'inconclusive',
      tries: pairs,
      because: `${because}: noise hides a difference of ±${percent(bound)}`,
    };
  },
} satisfies Attack<Seen>;

/** Pure. Both intervals are made into one of their ratio (MOVER: Zou & Donner, 2008). */
export function compared(knownMs: readonly number[], unknownMs: readonly number[]): Omit<Seen, 'letIn'> {
  const known = quickEnd(knownMs);
  const unknown = quickEnd(unknownMs);
  const ratio = Math.log(unknown.ms / known.ms);
  const below = Math.hypot(Math.log(unknown.ms / unknown.low), Math.log(known.high / known.ms));
  const above = Math.hypot(Math.log(unknown.high / unknown.ms), Math.log(known.ms / known.low));
  return {
    pairs: knownMs.length,
    loginMs: Math.round(known.ms * 10) / 10,
    effect: { share: Math.expm1(ratio), low: Math.expm1(ratio - below), high: Math.expm1(ratio + above) },
  };
}

/** A quantile and its distribution-free interval: order statistics around it (Conover, 1999, §3.2). */
function quickEnd(times: readonly number[]): { ms: number; low: number; high: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const n = sorted.length;
  const reach = 1.96 * Math.sqrt(n * quick * (1 - quick));
  const at = (rank: number) => sorted[Math.min(n, Math.max(1, rank)) - 1] ?? Number.NaN;
  return {
    ms: at(Math.ceil(n * quick)),
    low: at(Math.floor(n * quick - reach)),
    high: at(Math.ceil(n * quick + reach)),
  };
}

function isDecided({ low, high }: Seen['effect']): boolean {
  return low > bound || high < -bound || (low > -bound && high < bound);
}
