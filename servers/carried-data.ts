import type { AuthServer } from './scheme.ts';
import type { Store } from './store/store.ts';
import { accessTokens } from './tokens/access-token.ts';
import type { Variation } from './variation.ts';

/** The same data in both places: beside the session in the store, and as a claim beside the others in the token. */
export function carrying(bytes: number): NonNullable<Variation['serve']> {
  const data = dataOf(bytes);
  return async (scheme, parts) => {
    if (scheme.traits.credential === 'reference') return scheme.serve({ ...parts, store: filled(parts.store, data) });
    const sound = await scheme.serve(parts);
    if (scheme.traits.credential === 'sealed') return { ...sound, signIn: sealing(sound, data) };
    const tokens = await accessTokens(parts.settings);
    return { ...sound, signIn: (_ctx, account) => tokens.issue(account, { data }) };
  };
}

function sealing(sound: AuthServer, data: readonly string[]): AuthServer['signIn'] {
  return async (ctx, account) => {
    const answer = await sound.signIn(ctx, account);
    ctx.session.data = data;
    return answer;
  };
}

/** Entries as an application keeps them; as JSON so many bytes long, to one entry. */
function dataOf(bytes: number): string[] {
  const entry = (index: number) => `permission:orders:read:${String(index).padStart(4, '0')}`;
  return Array.from({ length: Math.round(bytes / (entry(0).length + 3)) }, (_, index) => entry(index));
}

/** From its first save on, a session that was read and changed has the data in it anyway. */
function filled(store: Store, data: readonly string[]): Store {
  return {
    ...store,
    create: (key, value, ...rest) => store.create(key, JSON.stringify({ ...JSON.parse(value), data }), ...rest),
  };
}
