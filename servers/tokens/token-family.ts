import { randomBytes } from 'node:crypto';
import { digest } from '../digest.ts';
import { log } from '../log.ts';
import type { Parts } from '../scheme.ts';
import { dropEnded } from '../store/drop-ended.ts';
import { familyBytes, familyIn, invalid, reused, secretBytes, successor } from './refresh-grants.ts';
import type { TokenFamilies } from './token-families.ts';

/**
 * One record for each family, however often it is renewed:
 *
 *     family:<id>          {account, expiresAt, nonce, newest, renewals, renewedAt}
 *     user:<id>:families   ids, written with the family, so that none exists outside the index
 *
 * Each token follows from the one before by the family's nonce. So a spent one is known without a mark of its own: as many
 * steps on as it is old, it comes to the newest, of which the record has the digest.
 *
 * A renewal looks, and then swaps the record for its own in one atomic step that tells what was there: of any number
 * of uses exactly one finds the record as it was when its token was the newest. What the others wrote over it is the same
 * record but for its time, or, of a server that stood still since it looked, an older one: then the family ends.
 *
 * The family lives exactly as long as its record: one DELETE ends it, silence does too (ASVS 7.3.1), and a swap never
 * brings it back. A server that hears no answer to a swap leaves a token that may be spent: with a grace window its next
 * use is given the same successor, without one the user logs in again.
 */
export function tokenFamilies({ settings, accounts, store, draw = randomBytes }: Parts): TokenFamilies {
  const unused = (lifeMs: number) => Math.min(settings.idleMs, lifeMs);

  async function familyOf(token: string) {
    const id = familyIn(token);
    const stored = id && (await store.get(keyOf(id)));
    if (!id || !stored) return undefined;
    const record: Family = JSON.parse(stored);
    const { account, expiresAt } = record;
    const age = ageOf(token, record);
    return expiresAt > Date.now() && age !== undefined ? { id, account, age, record } : undefined;
  }

  /** A second use is forgiven for a while, unless the successor was used: its holder has had this answer. */
  function isForgiven(age: number | undefined, { renewedAt }: Family): boolean {
    return age === 1 && Date.now() - renewedAt < settings.graceMs;
  }

  /** @returns whether it was this call that ended it. */
  async function end({ id, account }: { readonly id: string; readonly account: string }): Promise<boolean> {
    const ended = await store.delete(keyOf(id));
    await store.removeMember(index(account), id);
    return ended > 0;
  }

  return {
    async begin(account) {
      const id = draw(familyBytes).toString('base64url');
      const token = `${id}.${draw(secretBytes).toString('base64url')}`;
      const nonce = draw(secretBytes).toString('base64url');
      const lifeMs = settings.absoluteMs;
      const ttlMs = unused(lifeMs);
      const first: Family = {
        account: account.id,
        expiresAt: Date.now() + lifeMs,
        nonce,
        ...{ newest: digest(token), renewals: 0, renewedAt: 0 },
      };
      const listed = { set: index(account.id), member: id, ttlMs: lifeMs };
      await Promise.all([
        store.create(keyOf(id), JSON.stringify(first), ttlMs, listed),
        dropEnded(store, listed.set, keyOf),
      ]);
      return { token, ttlMs };
    },

    async redeem(token) {
      const family = await familyOf(token);
      if (!family) throw invalid();
      let { age, record }: { age: number | undefined; record: Family } = family;

      const account = await accounts.byId(family.account);
      if (!account || account.disabled) {
        await end(family);
        throw invalid();
      }

      const next = successor(token, record.nonce);
      const ttlMs = unused(Math.max(1, record.expiresAt - Date.now()));
      if (age === 0) {
        const { renewals } = record;
        const renewed: Family = { ...record, newest: digest(next), renewals: renewals + 1, renewedAt: Date.now() };
        const before = await store.swap(keyOf(family.id), JSON.stringify(renewed), ttlMs);
        // Between the look and now the family may have been ended.
        if (before === undefined) throw invalid();
        record = JSON.parse(before);
        age = ageOf(token, record);
      }
      if (age === 0 || isForgiven(age, record)) return { account, refresh: { token: next, ttlMs } };

      // One event for each family, although a thief may try many times at once.
      if (await end(family)) log('refresh_reuse', { account: account.id });
      throw reused();
    },

    async familyOf(token) {
      return (await familyOf(token))?.id;
    },

    async end(token) {
      const family = await familyOf(token);
      if (family) await end(family);
    },

    async endAll(accountId, except) {
      const families = (await store.members(index(accountId))).filter((family) => family !== except);
      await store.delete(...families.map(keyOf));
      // By name: emptying the index would also forget a family that begins meanwhile.
      await store.removeMember(index(accountId), ...families);
    },
  };
}

interface Family {
  readonly account: string;
  readonly expiresAt: number;
  /** What each token and the one after it have between them. */
  readonly nonce: string;
  /** Digest of the token that was handed out last. */
  readonly newest: string;
  readonly renewals: number;
  /** Since when the token before it is spent. */
  readonly renewedAt: number;
}

/**
 * How many renewals ago a token was the newest of its family; undefined where it never was. A hundred steps take a fifth
 * of a ms, and only who holds a token knows the name of its family.
 */
function ageOf(token: string, { newest, nonce, renewals }: Family): number | undefined {
  let descendant = token;
  for (let age = 0; age <= renewals; age += 1) {
    if (digest(descendant) === newest) return age;
    descendant = successor(descendant, nonce);
  }
  return undefined;
}

function keyOf(family: string): string {
  return `family:${family}`;
}

function index(accountId: string): string {
  return `user:${accountId}:families`;
}
