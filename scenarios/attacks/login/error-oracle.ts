import type { Artefact, Credential, Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { readCompact } from '../../kit/tokens/compact-token.ts';
import { minterFrom } from '../../kit/tokens/minted-token.ts';
import { accessTokenOf, withAccessToken } from '../../kit/tokens/presented-token.ts';
import type { Stage } from '../../stage.ts';

type Refusal = {
  readonly reason: string;
  readonly status: number;
  /** All of the answer that a client can tell refusals apart by, and nothing secret: it is short. */
  readonly answer: string;
  /** Whether the answer repeats something of the credential. */
  readonly reflects: boolean;
};

type Seen = {
  readonly requests: readonly Refusal[];
  readonly logins: readonly Refusal[];
};

export default {
  kind: 'attack',
  id: 'error-oracle',
  title: 'What refusals give away',
  question: 'Do all refusals look alike, whatever the reason?',
  goal: 'Learn from the answers which part of a guess was right, or which account exists.',
  precondition: 'none',
  severity: 'low',
  references: ['CWE-204', 'CWE-209', 'RFC 6750 §3.1', 'ASVS 6.3.8', 'ASVS 16.5.1', 'WSTG-IDNT-04'],
  steps: [
    'They present a credential with its end changed, one of the right shape that was never issued, one that was ended or has expired, and one of an account that was disabled.',
    'They log in with a wrong password, as an unknown user, and with the right password of a disabled account.',
    'They compare status, body and challenge of the answers, and look for their own input in them.',
  ],
  controls: ['verbose-errors'],
  needs: { steps: ['disable'], ourRoutes: true },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { admin } = stage;
    const disabled = stage.user(3);
    const held = await stage.signIn(stage.attacker);
    const ofDisabled = await stage.signIn(disabled);
    await stage.perform('disable', { as: await stage.signIn(admin), values: { id: disabled.id } });

    const presented: Record<string, Credential> = {
      'end changed': mapValues(held, (value) => value.slice(0, -6) + reversed(value.slice(-6))),
      'never issued': mapValues(held, (value) => reversed(value)),
      ...(await outOfUse(stage)),
      ...(stage.target.traits.revocation === 'immediate' && { 'account disabled': ofDisabled }),
    };
    const requests: Refusal[] = [];
    for (const [reason, as] of Object.entries(presented)) {
      requests.push(refusal(reason, await stage.perform('me', { as }), secretsOf(as)));
    }
    const wrong = 'not the password';
    const logins: Refusal[] = [];
    for (const [reason, values] of Object.entries({
      'wrong password': { username: stage.attacker.username, password: wrong },
      'unknown user': { username: 'nobody-at-all', password: wrong },
      'account disabled': { username: disabled.username, password: disabled.password },
    })) {
      logins.push(refusal(reason, await stage.perform('login', { values }), [values.username, values.password]));
    }
    return { requests, logins };
  },

  judge({ requests, logins }): Judgement {
    const all = [...requests, ...logins];
    const reflecting = all.filter(({ reflects }) => reflects);
    const told = [requests, logins].flatMap((group) => {
      const [first] = group;
      return group.filter(({ answer }) => answer !== first?.answer).map(({ reason }) => [first?.reason, reason]);
    });
    const counts = { tries: all.length, successes: reflecting.length + told.length };
    if (all.some(({ status }) => status >= 200 && status < 300))
      return { ...counts, outcome: 'inconclusive', because: 'what should have been refused was accepted' };
    if (told.length > 0)
      return { ...counts, outcome: 'succeeded', because: `the answers tell apart: ${told[0]?.join(' and ')}` };
    if (reflecting.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `an answer repeats what was presented: ${reflecting[0]?.reason}`,
      };
    if (all.some(({ status }) => status >= 500))
      return { ...counts, outcome: 'blocked-by-crash', because: 'a server error answered' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `${requests.length} reasons to refuse a request had one answer, and ${logins.length} to refuse a login another`,
    };
  },
} satisfies Attack<Seen>;

/** A credential that was good once: one that has expired where that can be signed, else one that was ended. */
async function outOfUse(stage: Stage): Promise<Record<string, Credential>> {
  const held = await stage.signIn(stage.attacker);
  if (stage.target.traits.credential === 'self-contained' && stage.hooks.mint) {
    const past = Math.floor(Date.now() / 1_000) - 3_600;
    const token = await (await minterFrom(stage, held)).mint({ payload: { iat: past - 60, exp: past } });
    return { expired: withAccessToken(held, token) };
  }
  if (stage.target.traits.revocation !== 'immediate') return {};
  await stage.perform('logout', { as: held });
  return { ended: held };
}

function refusal(reason: string, { status, body, headers }: Reply, secrets: readonly string[]): Refusal {
  const answer = `${status} ${JSON.stringify(body)} ${headers['www-authenticate'] ?? ''}`;
  return { reason, status, answer: answer.slice(0, 300), reflects: secrets.some((secret) => answer.includes(secret)) };
}

/** The values of a credential, and what can be read in them. */
function secretsOf(held: Credential): string[] {
  const values = Object.values(held).flatMap(({ values }) => Object.values(values));
  try {
    const { jti, sub } = readCompact(accessTokenOf(held)).payload;
    return [...values, String(jti), String(sub)];
  } catch {
    return values;
  }
}

function mapValues(held: Credential, change: (value: string) => string): Credential {
  const changed = ({ role, values }: Artefact): Artefact => ({
    role,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)])),
  });
  return Object.fromEntries(
    Object.entries(held).map(([name, one]) => [name, one.role === 'companion' ? one : changed(one)]),
  );
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
