import type { Credential } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { type Json, readCompact, type TokenChanges } from './compact-token.ts';
import { isForbidden } from './forbidden.ts';
import type { ForgedToken } from './forged-token.ts';
import { accessTokenOf, withAccessToken } from './presented-token.ts';

export interface Minter {
  readonly header: Json;
  readonly payload: Json;
  /** Whether the target refuses even what no standard forbids. */
  readonly isStrict: boolean;
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
  const mint = ({ header: h = {}, payload: p = {}, algorithm }: TokenChanges) => {
    const named = algorithm === undefined ? header : { ...header, alg: algorithm };
    return sign(
      typeof h === 'string' ? h : { ...named, ...h },
      typeof p === 'string' ? p : { ...payload, ...p },
      algorithm,
    );
  };
  const unchanged = await stage.whoAmI(withAccessToken(held, await mint({})));
  if (unchanged === undefined || unchanged !== (await stage.whoAmI(held)))
    throw new Error('a token that was minted with nothing wrong was refused');
  return { header, payload, isStrict: stage.target.declared.strictTokens === true, mint };
}

/** Mints one token for each named difference. */
export async function mintEach(
  { mint, isStrict, ...genuine }: Minter,
  differences: Readonly<Record<string, TokenChanges>>,
): Promise<ForgedToken[]> {
  return Promise.all(
    Object.entries(differences).map(async ([mutation, changes]) => ({
      mutation,
      token: await mint(changes),
      ...(!isStrict && !isForbidden(changes, genuine) && { allowed: true as const }),
    })),
  );
}
