import type { Credential } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { type Json, readCompact } from './compact-token.ts';
import { accessTokenOf, withAccessToken } from './presented-token.ts';

/** What a minted token has unlike the genuine one: fields that are added or replaced, undefined ones left out; or a text. */
export interface TokenChanges {
  readonly header?: Json | string;
  readonly payload?: Json | string;
}

export interface Minter {
  readonly header: Json;
  readonly payload: Json;
  mint(changes: TokenChanges): Promise<string>;
}

/**
 * Tokens that only the holder of the server's key could make: each like a genuine one, except for what is told.
 * @throws when the target cannot mint, or refuses a minted token with nothing wrong: a refusal would then prove nothing
 */
export async function minterFrom(stage: Stage, held: Credential): Promise<Minter> {
  const sign = stage.hooks.mint;
  if (!sign) throw new Error('the target offers no way to sign a token with its key');
  const { header, payload } = readCompact(accessTokenOf(held));
  const mint = ({ header: h = {}, payload: p = {} }: TokenChanges) =>
    sign(typeof h === 'string' ? h : { ...header, ...h }, typeof p === 'string' ? p : { ...payload, ...p });
  const unchanged = await stage.whoAmI(withAccessToken(held, await mint({})));
  if (unchanged !== payload.sub) throw new Error('a token that was minted with nothing wrong was refused');
  return { header, payload, mint };
}

/** Mints one token for each named difference. */
export async function mintEach(
  { mint }: Pick<Minter, 'mint'>,
  differences: Readonly<Record<string, TokenChanges>>,
): Promise<{ mutation: string; token: string }[]> {
  return Promise.all(
    Object.entries(differences).map(async ([mutation, changes]) => ({ mutation, token: await mint(changes) })),
  );
}
