import type { Attack, Judgement } from '../attack.ts';
import { median } from '../evidence/median.ts';
import type { Effort } from '../stage.ts';

type Seen = {
  readonly pairs: number;
  /** Median time of a login with a wrong password. */
  readonly loginMs: number;
  /** How much longer a login as an unknown user takes, as a share of that: median of pairs, with its 95 % interval. */
  readonly effect: { readonly share: number; readonly low: number; readonly high: number };
};

/** What can be told apart over a network with patience; skipping the password hash is several times as much. */
const bound = 0.25;
const perBlock = 25;
const mostPairs: Record<Effort, number> = { smoke: 300, quick: 600, standard: 1_500, full: 3_000 };

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
    'He logs in with a wrong password as a known and as an unknown user, in pairs whose order alternates.',
    'The median difference of the pairs, as a share of the time of a login, is given with a 95 % interval; blocks of pairs are added until the interval lies inside or outside ±25 %.',
  ],
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
    const differences: number[] = [];
    let seen = summary(knownMs, differences);
    while (differences.length < mostPairs[stage.effort] && !isDecided(seen.effect)) {
      for (let n = 0; n < perBlock; n += 1) {
        const swapped = n % 2 === 1;
        const [first, second] = swapped ? [await unknown(), await known()] : [await known(), await unknown()];
        knownMs.push(swapped ? second : first);
        differences.push(swapped ? first - second : second - first);
      }
      seen = summary(knownMs, differences);
    }
    return seen;
  },

  judge({ pairs, loginMs, effect }): Judgement {
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

/** The median and its distribution-free interval: order statistics around the middle (Conover, 1999, §3.2). */
function summary(knownMs: readonly number[], differences: readonly number[]): Seen {
  const loginMs = median(knownMs);
  const sorted = differences.map((ms) => ms / loginMs).sort((a, b) => a - b);
  const reach = 0.98 * Math.sqrt(sorted.length);
  const at = (index: number) => sorted[Math.min(sorted.length - 1, Math.max(0, index))] ?? Number.NaN;
  const low = at(Math.floor(sorted.length / 2 - reach));
  const high = at(Math.ceil(sorted.length / 2 + reach));
  return { pairs: sorted.length, loginMs: Math.round(loginMs * 10) / 10, effect: { share: median(sorted), low, high } };
}

function isDecided({ low, high }: Seen['effect']): boolean {
  return low > bound || high < -bound || (low > -bound && high < bound);
}
