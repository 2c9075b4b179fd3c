import type { Attack } from '../../kinds/attack.ts';
import { freshAddress, limited, logIn, type Visitor, whileLimited } from '../../kit/clients/through-proxy.ts';
import type { Attempt } from '../../kit/evidence/attempts.ts';
import { judgeWaysAround, type WaysAround } from '../../kit/evidence/ways-around.ts';
import type { Stage } from '../../stage.ts';

const allowed = 12;
/** Far more than may be compared, also where a window ends meanwhile. */
const guesses = 5 * allowed;

export default {
  kind: 'attack',
  id: 'login-source-bypass',
  title: 'Ways around the limit of an address',
  question: 'Once an address is limited, can it be changed by a word, or its failures be forgotten?',
  goal: 'Try a leaked password on many accounts from one address.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-307', 'CWE-348', 'CWE-290', 'ASVS 6.3.1', 'WSTG-ATHN-03'],
  steps: [
    'The attacker comes through the one proxy that stands before the server, which adds the address that it saw.',
    'A password is tried for one name after the other until the address is limited. With other addresses claimed before it, in X-Forwarded-For and in headers of other proxies, or from another address of the same network, it must stay so; somebody at another address must be let in.',
    `From a second address they log in to an account of their own after every ${allowed - 2} failures: these must not be forgotten for it.`,
  ],
  fix: 'Limit failed logins by the address that your own proxy saw, of IPv6 by its first 64 bits, whatever headers claim. Let no login that succeeds forget those of other accounts.',
  controls: ['logins-counted-by-account', 'source-address-believed', 'source-by-whole-address'],
  needs: {
    users: 6,
    settings: { loginFailures: 5, loginFailuresPerSource: allowed, loginWindowMs: 60_000, proxies: 1 },
  },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const claimed = await claimedAddresses(stage);
    const attempts = [...(claimed ?? []), await ownLogins(stage)];
    return { attempts, untold: claimed ? [] : ['claimed addresses'] };
  },

  judge: judgeWaysAround,
} satisfies Attack<WaysAround>;

/** RFC 5737: an address that nobody has. */
const invented = '198.51.100.7';

/** With an address before it always: a server that believes one hop too many would count that of the bench itself. */
function visitor(): Visitor {
  return { address: freshAddress(), claimed: freshAddress() };
}

function claimsOf(source: Visitor): Readonly<Record<string, Visitor>> {
  return {
    'another address of their network': { ...source, address: neighbourOf(source.address) },
    'an address before it': { ...source, claimed: invented },
    'several before it': { ...source, claimed: `${invented}, 198.51.100.8` },
    'an empty one before it': { ...source, claimed: '' },
    'X-Real-IP': { ...source, headers: { 'x-real-ip': invented } },
    'True-Client-IP': { ...source, headers: { 'true-client-ip': invented } },
    'CF-Connecting-IP': { ...source, headers: { 'cf-connecting-ip': invented } },
    'X-Client-IP': { ...source, headers: { 'x-client-ip': invented } },
    Forwarded: { ...source, headers: { forwarded: `for=${invented}` } },
  };
}

/** Of the 2^64 that whoever has one address of IPv6 has. */
function neighbourOf(address: string): string {
  return `${address.split(':').slice(0, 4).join(':')}:${freshAddress().split(':').slice(4).join(':')}`;
}

let names = 0;

/** A wrong password for a name that was never tried before. */
async function statusOfGuess(stage: Stage, from: Visitor): Promise<number> {
  names += 1;
  return (await logIn(stage, from, { username: `customer-${Date.now()}-${names}`, password: 'Summer of 2026!!' }))
    .status;
}

async function claimedAddresses(stage: Stage): Promise<Attempt[] | undefined> {
  const attempts: Attempt[] = [];
  const source = visitor();
  const isHeld = async () => (await statusOfGuess(stage, source)) === limited;
  for (const [way, visitor] of Object.entries(claimsOf(source))) {
    const status = await whileLimited(isHeld, guesses, () => statusOfGuess(stage, visitor));
    if (status === undefined) return undefined;
    attempts.push({ way, status, ...(status !== limited && { got: 'a comparison' }) });
  }
  const other = await logIn(stage, visitor(), stage.victim);
  const isKeptOut = other.subject !== stage.victim.id;
  attempts.push({ way: 'another address', status: other.status, ...(isKeptOut && { got: 'everybody kept out' }) });
  return attempts;
}

async function ownLogins(stage: Stage): Promise<Attempt> {
  const second = visitor();
  let compared = 0;
  let status = 0;
  for (let n = 1; n <= guesses && status !== limited; n += 1) {
    status = await statusOfGuess(stage, second);
    if (status !== limited) compared += 1;
    if (n % (allowed - 2) === 0) await logIn(stage, second, stage.attacker);
  }
  const way = 'own logins between guesses';
  // a window that ends meanwhile begins anew
  return { way, status, ...(compared > 3 * allowed && { got: `${compared} comparisons` }) };
}
