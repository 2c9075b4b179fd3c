import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';

type Seen = {
  readonly attempts: readonly Attempt[];
  /** Whether the owner, with their password, could do it. */
  readonly ownerCan: boolean;
};

/** One of them is asked throughout: what it has been shown, another one may not know. */
const at = { instance: 0 } as const;

export default {
  kind: 'attack',
  id: 'step-up-bypass',
  title: 'A sensitive act with a stolen sign-in',
  question: 'Is a very sensitive act out of reach for whoever stole a sign-in, also just after its owner did one?',
  goal: 'Have a payout made with a copied sign-in, for which its owner has to show once more who they are.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-306', 'CWE-308', 'ASVS 7.5.3', 'ASVS 8.4.2', 'RFC 9470 §1', 'WSTG-ATHN-10'],
  steps: [
    'The victim signs in on two devices; the thief copies what the client of the first then holds.',
    'With the copy they ask for a payout without a password, with others, with that of their own account, and with what is no text.',
    'From the second device, and with their password, the victim makes a payout.',
    'The thief asks at once again with the copy, without a password and with that of their own account.',
  ],
  fix: 'Ask for the password or a second factor at every sensitive act, and let it count for that one act of that one sign-in.',
  controls: ['step-up-not-asked', 'step-up-for-all-sign-ins'],
  // fewer tries than the failed logins that an account may have
  needs: { steps: ['payout'], hooks: ['effects'] },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, attacker, hooks } = stage;
    const booked = async () => (await hooks.effects?.(victim.id)) ?? 0;
    const copy = await stage.signIn(victim);
    const own = await stage.signIn(victim);
    const attempts: Attempt[] = [];
    const ask = async (as: Credential, way: string, current: unknown) => {
      const before = await booked();
      const request = stage.request('payout', { as, values: { password: '' } });
      const { status } = await stage.send({ ...request, body: JSON.stringify({ current }) }, at);
      attempts.push({ way, status, ...((await booked()) > before && { got: 'a payout' }) });
    };
    await ask(copy, 'no password', undefined);
    await ask(copy, 'an empty password', '');
    await ask(copy, 'another password', 'not the password');
    await ask(copy, 'the password of the thief', attacker.password);
    await ask(copy, 'true as password', true);
    await ask(copy, 'a list as password', [victim.username]);
    const before = await booked();
    const { subject } = await stage.perform('payout', { ...at, as: own, values: { password: victim.password } });
    const ownerCan = subject === victim.id && (await booked()) === before + 1;
    await ask(copy, 'no password, after its owner gave theirs', undefined);
    await ask(copy, 'the password of the thief, after its owner gave theirs', attacker.password);
    return { attempts, ownerCan };
  },

  judge({ attempts, ownerCan }): Judgement {
    const judgement = judgeAttempts(attempts, 'payouts with a stolen sign-in');
    if (judgement.outcome !== 'blocked') return judgement;
    const limited = attempts.filter(({ status }) => status === 429).length;
    if (limited > 0) return { outcome: 'inconclusive', because: `${limited} were refused for their number` };
    return ownerCan ? judgement : { outcome: 'inconclusive', because: 'the owner could make no payout either' };
  },
} satisfies Attack<Seen>;
