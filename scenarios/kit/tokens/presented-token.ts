import type { Credential, User } from '../../exchange.ts';
import type { Judgement } from '../../kinds/attack.ts';
import type { Stage } from '../../stage.ts';
import { type Compact, type Json, readCompact } from './compact-token.ts';
import type { ForgedToken } from './forged-token.ts';

/** A bearer token that should be refused, and what became of it. */
export type PresentedToken = Pick<ForgedToken, 'allowed'> & {
  /** What is wrong with it. */
  readonly mutation: string;
  readonly status: number;
  /** Whom the answer speaks for. */
  readonly speaksFor: 'admin' | 'attacker' | 'somebody' | 'nobody';
  readonly ms: number;
};

export type TokensSeen = {
  readonly tries: readonly PresentedToken[];
  /** Whether the genuine token was good before and after them: a server that refuses everybody has refused nothing. */
  readonly genuineAccepted: boolean;
};

/**
 * Signs in as the attacker, and asks with each token that they make of their own who they are.
 * @param forge is given their token, and its claims changed to those of the administrator
 */
export async function presentForged(
  stage: Stage,
  forge: (genuine: Compact & { readonly token: string }, claims: Json) => readonly ForgedToken[],
): Promise<TokensSeen> {
  const held = await stage.signIn(stage.attacker);
  const token = accessTokenOf(held);
  const genuine = readCompact(token);
  return present(stage, held, forge({ ...genuine, token }, asAdmin(stage, genuine.payload)));
}

/**
 * Asks with each token in place of the attacker's own who they are.
 * @param at the instance that is asked; any where absent
 */
export async function present(
  stage: Stage,
  held: Credential,
  tokens: readonly ForgedToken[],
  at: { readonly instance?: number } = {},
): Promise<TokensSeen> {
  const { attacker, target } = stage;
  const before = await stage.whoAmI(held, at);
  const tries: PresentedToken[] = [];
  for (const { mutation, token, allowed } of tokens) {
    const { status, subject, ms } = await stage.perform('me', { as: withAccessToken(held, token), ...at });
    const accepted = target.protocol.steps.me.ok.includes(status) ? subject : undefined;
    const speaksFor = nameOf(stage, accepted);
    tries.push({ mutation, status, speaksFor, ms: Math.round(ms), ...(allowed && { allowed }) });
  }
  return { tries, genuineAccepted: before === attacker.id && (await stage.whoAmI(held, at)) === attacker.id };
}

/** @param kind what the tokens are, for the sentence: `forged tokens` */
export function judgePresented({ tries, genuineAccepted }: TokensSeen, kind: string): Judgement {
  const believed = tries.filter(({ speaksFor }) => speaksFor !== 'nobody');
  const accepted = believed.filter(({ speaksFor, allowed }) => !(allowed && speaksFor !== 'admin'));
  const counts = { tries: tries.length, successes: accepted.length };
  if (accepted.length > 0) {
    const asAdmin = accepted.filter(({ speaksFor }) => speaksFor === 'admin').length;
    return {
      ...counts,
      outcome: 'succeeded',
      because: `${accepted.length} of ${tries.length} ${kind} were believed, ${asAdmin} of them as administrator (first: ${accepted[0]?.mutation})`,
    };
  }
  if (!genuineAccepted)
    return {
      ...counts,
      outcome: 'inconclusive',
      because: `the genuine token was not accepted before and after the ${kind}`,
    };
  const crashed = tries.filter(({ status }) => status >= 500);
  if (crashed.length > 0)
    return { ...counts, outcome: 'blocked-by-crash', because: `a server error answered: ${list(crashed)}` };
  const because = `0 of ${tries.length - believed.length} ${kind} were believed`;
  if (believed.length === 0) return { ...counts, outcome: 'blocked', because };
  return {
    ...counts,
    outcome: 'blocked',
    because: `${because}; ${believed.length} more were, as no standard forbids (first: ${believed[0]?.mutation})`,
  };
}

export function accessTokenOf(held: Credential): string {
  const token = Object.values(held).find(({ role }) => role === 'access');
  return Object.values(token?.values ?? {})[0] ?? '';
}

/**
 * A payload of the attacker's that says they are the administrator: wherever it names them it names that one, since an
 * external target may look anywhere.
 */
export function asAdmin({ attacker, admin }: Pick<Stage, 'attacker' | 'admin'>, payload: Json): Json {
  return { ...claimsNaming(payload, attacker, admin), sub: admin.id, role: 'admin' };
}

/** The claims with everything that names one account naming the other; as they are where none does. */
export function claimsNaming(payload: Json, own: User, other: User): Json {
  const ownNames = [own.id, own.username];
  const swapped = (value: unknown): unknown => {
    if (typeof value === 'string' && ownNames.includes(value)) return value === own.id ? other.id : other.username;
    if (typeof value === 'number' && String(value) === own.id) return Number(other.id);
    if (Array.isArray(value)) return value.map(swapped);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, swapped(inner)]));
  };
  return swapped(payload) as Json;
}

/** Only the access token, so that nothing else the client holds can answer for it, and what says nothing of who asks. */
export function withAccessToken(held: Credential, token: string): Credential {
  return Object.fromEntries(
    Object.entries(held)
      .filter(([, { role }]) => role === 'access' || role === 'companion')
      .map(([name, { role, values }]) => [name, { role, values: role === 'access' ? mapped(values, token) : values }]),
  );
}

function mapped(values: Readonly<Record<string, string>>, to: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, to]));
}

/** Where an attack on tokens has no surface. */
export const statesClaims = ({ credential }: { readonly credential: string }): true | string =>
  credential === 'self-contained' || 'the credential is a reference and states no claims';

function nameOf({ admin, attacker }: Stage, id: string | undefined): PresentedToken['speaksFor'] {
  if (id === undefined) return 'nobody';
  return id === admin.id ? 'admin' : id === attacker.id ? 'attacker' : 'somebody';
}

function list(tries: readonly PresentedToken[]): string {
  return tries.map(({ mutation }) => mutation).join('; ');
}
