import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import { accountNames, valuesIn, withValue } from '../../kit/tokens/account-names.ts';
import { renamed } from '../../kit/tokens/renamed.ts';

type Seen = {
  /** Names of the values in which an account is named in a way that can be read. */
  readonly naming: readonly string[];
  readonly attempts: readonly Attempt[];
};

export default {
  kind: 'attack',
  id: 'credential-forgery',
  title: 'A credential that is written anew',
  question: 'Does a server believe what its client holds because it can be read?',
  goal: 'Become somebody else by writing their name into a credential of one’s own.',
  precondition: 'own-account',
  severity: 'critical',
  references: ['CWE-565', 'CWE-302', 'CWE-345', 'ASVS 7.2.1', 'WSTG-SESS-01'],
  steps: [
    'The attacker signs in to their own account and decodes each part of what they hold: percent, base64, hex.',
    'Where it names their account, by its name or its number, they write that of the victim there and encode it again.',
    'They ask who they are: with the rest as it was, without the last part, which may vouch for the others, and with a part that is made up in its place.',
  ],
  fix: 'Keep on the server who is signed in, or let a signature vouch for all of what a client holds.',
  controls: ['account-in-unsigned-credential'],
  appliesTo: ({ transport, credential }) =>
    transport === 'cookie' ||
    credential === 'reference' ||
    'a token is all that is held: attacks on tokens alter its claims',
  expected: () => 'blocked',

  async attempt(stage) {
    const { attacker, victim } = stage;
    const held = await stage.signIn(attacker);
    const names = await accountNames(stage, [attacker, victim], held);
    const naming: string[] = [];
    const attempts: Attempt[] = [];
    for (const [artefact, name, value] of valuesIn(held)) {
      const other = renamed(value, names);
      if (other === undefined) continue;
      naming.push(name);
      for (const [way, text] of Object.entries(forgedFrom(other))) {
        const forged = withValue(held, artefact, name, text);
        const { status, subject } = await stage.perform('me', { as: forged });
        const isVictim = subject === victim.id && stage.target.protocol.steps.me.ok.includes(status);
        attempts.push({ way: `${name} ${way}`, status, ...(isVictim && { got: 'the identity of the victim' }) });
      }
    }
    return { naming, attempts };
  },

  judge({ naming, attempts }): Judgement {
    if (naming.length === 0)
      return {
        outcome: 'blocked',
        because:
          'nothing in what a client holds names its account, as it is or encoded: there is nothing to write anew',
      };
    return judgeAttempts(attempts, `credentials that name the victim (in ${naming.join(', ')})`);
  },
} satisfies Attack<Seen>;

function forgedFrom(other: string): Readonly<Record<string, string>> {
  const whole = { 'with the name of the victim': other, ...unpadded(other) };
  const parts = /^(.*)(--|[.:|!~]|%(?:21|3A|7C|7E))(.+)$/is.exec(other);
  if (!parts) return whole;
  const [, rest = '', separator = '', last = ''] = parts;
  return {
    ...whole,
    'without its last part': rest,
    'with an empty last part': `${rest}${separator}`,
    'with a last part that is made up': `${rest}${separator}${'A'.repeat(last.length)}`,
  };
}

function unpadded(text: string): Record<string, string> {
  const bare = text.replace(/(?:=|%3D)+(?=$|[.:|!~%-])/gi, '');
  return bare === text ? {} : { 'with the name of the victim, not padded': bare };
}
