import type { Attack, Judgement } from '../../kinds/attack.ts';
import { freshAddress, limited, logIn, type Visitor } from '../../kit/clients/through-proxy.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** Wrong passwords for one account: how many were compared, within what time, and what is left to wait then. */
  readonly account: { readonly compared: number; readonly ms: number; readonly waitMs: number };
  /** One wrong password for each of many names: how many were compared before the address was limited, if it was. */
  readonly source: { readonly compared: number; readonly isLimited: boolean };
};

/** NIST SP 800-63B §3.2.2: so many failures of one account at most, before more is asked for than to wait. */
const mostOfAccount = 100;
const mostOfSource = 300;
const minuteMs = 60_000;
/** A window that ends so soon is waited for: nobody guesses more slowly for it. */
const soonMs = 10_000;
const watchMs = 30_000;

export default {
  kind: 'attack',
  id: 'login-limit-as-shipped',
  title: 'Guessing at a server that nobody configured',
  question: 'Do the limits on failed logins hold as they ship, or only once somebody sets them?',
  goal: 'Guess passwords at a server that was started as it is.',
  precondition: 'none',
  severity: 'high',
  references: ['CWE-307', 'CWE-1188', 'ASVS 6.3.1', 'NIST SP 800-63B §3.2.2'],
  steps: [
    'The server is started with the limits that it ships with, behind a proxy.',
    `Wrong passwords are tried for one account, ${mostOfAccount} at most, and on whenever a limit ends within ${soonMs / 1_000} s: the account must be limited, to fewer than ${mostOfAccount} in a minute.`,
    `One password is tried for ${mostOfSource} names from one address: it must be limited.`,
  ],
  fix: 'Ship limits on failed logins of an account and of an address, which hold where nobody sets anything.',
  controls: ['logins-unlimited'],
  needs: { optIn: 'lockout', asShipped: true, settings: { proxies: 1 } },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const from = { address: freshAddress() };
    // one that nobody has is limited alike, and was never tried at another server over the same store
    const name = `nobody-${Date.now()}`;
    const account = await ofAccount(stage, from, name);
    let compared = 0;
    let isLimited = false;
    while (compared < mostOfSource && !isLimited) {
      isLimited = (await guess(stage, from, `${name}-${compared}`)).status === limited;
      if (!isLimited) compared += 1;
    }
    return { account, source: { compared, isLimited } };
  },

  judge({ account, source }): Judgement {
    const counts = { tries: account.compared + source.compared, successes: 0 };
    const perMinute = Math.round((account.compared * minuteMs) / (account.ms + account.waitMs));
    if (account.compared >= mostOfAccount || perMinute >= mostOfAccount)
      return {
        ...counts,
        successes: account.compared,
        outcome: 'succeeded',
        because: `${account.compared} passwords of one account were compared within ${Math.ceil(account.ms / 1_000)} s`,
      };
    if (!source.isLimited)
      return {
        ...counts,
        successes: source.compared,
        outcome: 'succeeded',
        because: `one address tried ${source.compared} names, and was not limited`,
      };
    if (account.compared === 0)
      return { ...counts, outcome: 'inconclusive', because: 'no password was compared at all' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `an account was limited after ${account.compared} failures, an address after ${source.compared}`,
    };
  },
} satisfies Attack<Seen>;

async function ofAccount(stage: Stage, from: Visitor, name: string): Promise<Seen['account']> {
  const start = performance.now();
  let compared = 0;
  for (;;) {
    const { status, headers } = await guess(stage, from, name);
    const ms = Math.round(performance.now() - start);
    if (status !== limited) compared += 1;
    if (compared >= mostOfAccount) return { compared, ms, waitMs: 0 };
    if (status !== limited) continue;
    const waitMs = headers['retry-after'] === undefined ? minuteMs : 1_000 * Number(headers['retry-after']);
    if (waitMs > soonMs || ms > watchMs) return { compared, ms, waitMs };
    await stage.wait(waitMs);
  }
}

function guess(stage: Stage, from: Visitor, username: string) {
  return logIn(stage, from, { username, password: 'not the password' });
}
