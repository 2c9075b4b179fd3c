import type { User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { bySpelling } from './by-spelling.ts';

const guesses = 40;
const rounds = 3;

/**
 * By which other spelling of its path the login takes the password of an account that it refuses for too many tries at
 * the declared one, before and after; undefined where by none. A limit that ended meanwhile is reached once more.
 */
export async function spelledPastLimit(stage: Stage, user: User): Promise<string | undefined> {
  for (let round = 0; round < rounds; round += 1) {
    if (!(await isReached(stage, user))) return undefined;
    const way = await spelledLogin(stage, user);
    if (way === undefined || (await isLimited(stage, user))) return way;
  }
  return undefined;
}

async function spelledLogin(stage: Stage, { id, username, password }: User): Promise<string | undefined> {
  const ways = await bySpelling(stage, {
    what: 'the login',
    request: () => stage.request('login', { values: { username, password } }),
    gained: async ({ credential }) => ((await stage.whoAmI(credential)) === id ? 'a sign-in' : undefined),
  });
  return ways.find(({ got }) => got !== undefined)?.way;
}

async function isReached(stage: Stage, user: User): Promise<boolean> {
  for (let n = 0; n < guesses; n += 1) {
    if (await isLimited(stage, { ...user, password: `guess number ${n}` })) return true;
  }
  return false;
}

async function isLimited(stage: Stage, { username, password }: User): Promise<boolean> {
  return (await stage.perform('login', { values: { username, password } })).status === 429;
}
