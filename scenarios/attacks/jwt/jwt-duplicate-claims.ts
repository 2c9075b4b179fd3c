import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import type { Json } from '../../kit/tokens/compact-token.ts';
import { type Minter, minterFrom } from '../../kit/tokens/minted-token.ts';
import { claimsNaming, statesClaims, withAccessToken } from '../../kit/tokens/presented-token.ts';
import type { Stage } from '../../stage.ts';

type Try = {
  readonly mutation: string;
  /** Whom the lexically last name speaks for, the only reading that RFC 7519 §4 allows beside a refusal. */
  readonly last: 'admin' | 'attacker' | 'nobody';
  readonly read: 'admin' | 'attacker' | 'somebody' | 'nobody';
  /** Whom a state change was booked for; absent where no answer says it. */
  readonly acted?: Try['read'];
  readonly status: number;
};

type Seen = { readonly tries: readonly Try[] };

export default {
  kind: 'attack',
  id: 'jwt-duplicate-claims',
  title: 'One claim twice in a token',
  question: 'Do all parts of the server read the same of a claim that a token has twice?',
  goal: 'Have a token that a gateway reads as their own taken for that of an administrator behind it.',
  precondition: 'own-account',
  severity: 'medium',
  references: ['CWE-436', 'RFC 7519 §4', 'RFC 7515 §4', 'RFC 8725 §2.6', 'ASVS 1.5.3'],
  steps: [
    'Tokens are signed with the key of the server in which the claim that names the account, or alg, stands twice: in both orders, and once spelled with an escape.',
    'Each is presented to a request, and to a state change whose answer says whom it was made for. Allowed is a refusal, or the lexically last name, in both alike.',
  ],
  fix: 'Refuse a token in which one name stands twice, or let every part of the server read the last one.',
  controls: ['jwt-first-claim-wins'],
  needs: { hooks: ['mint'] },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  async attempt(stage) {
    const { attacker, admin } = stage;
    const held = await stage.signIn(attacker);
    const { header, payload, mint } = await minterFrom(stage, held);
    const alg = String(header.alg);
    const headers = (first: string, second: string) =>
      `{"alg":"${first}",${JSON.stringify({ ...header, alg: undefined }).slice(1, -1)},"alg":"${second}"}`;
    const cases: Record<string, { last: Try['last']; token: Promise<string> }> = {
      ...namedTwice(payload, claimsNaming(payload, attacker, admin), mint),
      'alg: none, then the right one': { last: 'attacker', token: mint({ header: headers('none', alg) }) },
      'alg: the right one, then none': { last: 'nobody', token: mint({ header: headers(alg, 'none') }) },
    };
    const tries: Try[] = [];
    for (const [mutation, { last, token }] of Object.entries(cases)) {
      tries.push({ mutation, last, ...(await readings(stage, withAccessToken(held, await token))) });
    }
    return { tries };
  },

  judge({ tries }): Judgement {
    const wrong = tries.filter(
      ({ read, acted, last }) => (read !== 'nobody' && read !== last) || (acted ?? read) !== read,
    );
    const counts = { tries: tries.length, successes: wrong.length };
    if (wrong.length > 0) {
      const [{ mutation, read, acted, last }] = wrong as [Try];
      const because = `${mutation}: read as ${read}${acted ? `, acted for ${acted}` : ''}, where the last name says ${last}`;
      return { ...counts, outcome: 'succeeded', because };
    }
    const crashed = tries.filter(({ status }) => status >= 500);
    if (crashed.length > 0)
      return { ...counts, outcome: 'blocked-by-crash', because: `a server error answered: ${crashed[0]?.mutation}` };
    const refused = tries.filter(({ read }) => read === 'nobody').length;
    return {
      ...counts,
      outcome: 'blocked',
      because: `${refused} of ${tries.length} tokens with a name twice were refused, the others read by their last name throughout`,
    };
  },
} satisfies Attack<Seen>;

/** The first claim that names the account, wherever this server looks for it; nothing where none does. */
function namedTwice(own: Json, other: Json, mint: Minter['mint']) {
  const name = Object.keys(own).find((claim) => JSON.stringify(own[claim]) !== JSON.stringify(other[claim]));
  if (name === undefined) return {};
  const member = (of: Json) => `${JSON.stringify(name)}:${JSON.stringify(of[name])}`;
  const escaped = (text: string) => `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${text.slice(2)}`;
  const { [name]: _, ...rest } = own;
  const claims = (...members: string[]) =>
    mint({ payload: `{${[JSON.stringify(rest).slice(1, -1), ...members].filter((one) => one !== '').join()}}` });
  const [mine, theirs] = [member(own), member(other)];
  return {
    [`${name}: administrator, then own`]: { last: 'attacker', token: claims(theirs, mine) },
    [`${name}: own, then administrator`]: { last: 'admin', token: claims(mine, theirs) },
    [`${name}: administrator escaped, then own`]: { last: 'attacker', token: claims(escaped(theirs), mine) },
    [`${name}: own, then administrator escaped`]: { last: 'admin', token: claims(mine, escaped(theirs)) },
  } as const;
}

async function readings(stage: Stage, as: Credential): Promise<Pick<Try, 'read' | 'acted' | 'status'>> {
  const { me, transfer } = stage.target.protocol.steps;
  const name = (id: string | undefined): NonNullable<Try['read']> =>
    id === undefined ? 'nobody' : id === stage.admin.id ? 'admin' : id === stage.attacker.id ? 'attacker' : 'somebody';
  const seen = await stage.perform('me', { as });
  const read = name(me.ok.includes(seen.status) ? seen.subject : undefined);
  if (transfer?.subject === undefined) return { status: seen.status, read };
  const acted = await stage.perform('transfer', { as });
  return {
    status: Math.max(seen.status, acted.status),
    read,
    acted: name(transfer.ok.includes(acted.status) ? acted.subject : undefined),
  };
}
