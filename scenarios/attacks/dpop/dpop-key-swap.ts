import type { Credential, HttpRequest, Reply } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { passwordAsBefore } from '../../kit/clients/as-before.ts';
import { isRenewed, only } from '../../kit/clients/renewal.ts';
import { bindsKeys, withProof } from '../../kit/tokens/proof-attempts.ts';
import { type KeySignIn, type ProofKey, proofKey, signInWithKey, withoutKey } from '../../kit/tokens/proof-key.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  readonly tries: readonly {
    readonly way: string;
    readonly status: number;
    /** Whether what the renewal handed out spoke for the victim. */
    readonly asVictim: boolean;
  }[];
  /** Whether the victim could still renew after all of it, with their own key. */
  readonly ownerRenews: boolean;
};

export default {
  kind: 'attack',
  id: 'dpop-key-swap',
  title: 'Another key at renewal',
  question: 'Is a refresh token good for the key alone that it was issued to?',
  goal: 'Turn a stolen refresh token into access tokens that are bound to a key of their own.',
  precondition: 'copy',
  severity: 'critical',
  references: ['CWE-287', 'RFC 9449 §5', 'RFC 9700 §2.2.2', 'RFC 10017 §6.3.2.3'],
  steps: [
    'The victim signs in with a key; the thief has a copy of the refresh token.',
    'They renew with a proof of a key of their own, with that of a sign-in of their own, and with no proof.',
    'With what they are given they ask who they are. Then the victim renews with the key of the login.',
    'On servers of ours the victim changes the password. With the refresh token that this hands out, the thief renews under a fresh key.',
  ],
  fix: 'Bind each refresh token to the key of its login, and renew only with a proof of that key.',
  controls: ['dpop-renewal-unbound'],
  needs: { steps: ['refresh'] },
  appliesTo: ({ renewal, ...traits }) =>
    renewal === 'rotation' ? bindsKeys(traits) : 'no refresh token takes the place of another',
  expected: () => 'blocked',

  async attempt(stage) {
    const victim = await signInWithKey(stage, stage.victim);
    const thief = await signInWithKey(stage, stage.attacker);
    const tries = [];
    for (const [way, key] of [
      ['a fresh key', await proofKey()],
      ['the key of a sign-in of their own', thief.key],
      ['no key', undefined],
    ] as const) {
      const reply = await renew(stage, victim, key);
      tries.push({ way, status: reply.status, asVictim: key !== undefined && (await speaks(stage, reply, key)) });
    }
    const ownerRenews = isRenewed(stage, await renew(stage, victim, victim.key));
    return { tries: [...tries, ...(await afterPasswordChange(stage))], ownerRenews };
  },

  judge({ tries, ownerRenews }): Judgement {
    const won = tries.filter(({ asVictim }) => asVictim);
    const counts = { tries: tries.length, successes: won.length };
    if (won.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `the stolen refresh token gave access tokens for ${won.map(({ way }) => way).join(', ')}`,
      };
    if (!ownerRenews)
      return { ...counts, outcome: 'inconclusive', because: 'the owner could not renew with their own key either' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `0 of ${tries.length} renewals with another key or none gave anything, and the owner renewed after them`,
    };
  },
} satisfies Attack<Seen>;

/** The sign-in that changes a password goes on with another refresh token, which other code than the login binds. */
async function afterPasswordChange(stage: Stage): Promise<Seen['tries']> {
  const { victim, target, hooks } = stage;
  // of what others built, no password is changed that nobody let us change
  if (!target.protocol.steps.password || !hooks.effects) return [];
  const next = `${victim.password} and then some`;
  const values = { password: victim.password, next };
  const { credential: held } = await stage.perform('password', { as: await stage.signIn(victim), values });
  const key = await proofKey();
  const reply = await renew(stage, { held, key, nonce: '' }, key);
  const asVictim = await speaks(stage, reply, key);
  await passwordAsBefore(stage, victim, next);
  return [{ way: 'a fresh key, after a changed password', status: reply.status, asVictim }];
}

async function renew(stage: Stage, { held, nonce }: KeySignIn, key: ProofKey | undefined): Promise<Reply> {
  const request = stage.request('refresh', { as: withoutKey(only('refresh', held)) });
  return send(stage, 'refresh', request, key, nonce, held);
}

async function speaks(stage: Stage, reply: Reply, key: ProofKey): Promise<boolean> {
  if (!isRenewed(stage, reply)) return false;
  const access = withoutKey(only('access', reply.credential));
  const nonce = String(reply.headers['dpop-nonce'] ?? '');
  const me = await send(stage, 'me', stage.request('me', { as: access }), key, nonce, access);
  return me.subject === stage.victim.id;
}

/** As a client does: with the nonce that it has, and once more with the one that it is told. */
async function send(
  stage: Stage,
  step: 'me' | 'refresh',
  request: HttpRequest,
  key: ProofKey | undefined,
  nonce: string,
  as: Credential,
): Promise<Reply> {
  const ask = async (stated?: string) => {
    const proven = key ? withProof(request, await key.prove(request, { nonce: stated || undefined })) : request;
    return stage.perform(step, { as: withoutKey(as), headers: proven.headers });
  };
  const first = await ask(nonce);
  const told = first.headers['dpop-nonce'];
  return told && !stage.target.protocol.steps[step]?.ok.includes(first.status) ? ask(String(told)) : first;
}
