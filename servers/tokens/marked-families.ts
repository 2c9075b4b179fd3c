import { createHmac, randomBytes } from 'node:crypto';
import { digest } from '../digest.ts';
import { log } from '../log.ts';
import type { Parts } from '../scheme.ts';
import { dropEnded } from '../store/drop-ended.ts';
import { endListed } from '../store/end-listed.ts';
import { endOneListed, listed } from '../store/listed.ts';
import { familyBytes, familyIn, invalid, reused } from './refresh-grants.ts';
import type { RefreshToken, TokenFamilies } from './token-families.ts';

const secretBytes = 32;

/**
 * A mark for each spent token, as such servers are usually built. Sound too, but what it keeps grows with each renewal until
 * the family would have ended; so the reference server keeps a record for each family (token-family.ts). Here stand those
 * weaknesses that are slips of this way: marks that are raced for, forgotten or drawn anew.
 *
 *     family:<id>          {account, expiresAt}
 *     refresh:<sha256>     {account, family}   a token that may be used; it goes when nobody does for the idle time
 *     spent:<sha256>       {at, nonce}         the mark of its use, which ends the record above
 *     user:<id>:families   ids, written with the family, so that none exists outside the index
 *
 * The mark is the one atomic step: of any number of uses exactly one creates it. A server that dies, or hears no answer,
 * between mark and successor leaves a token that is spent: with a grace window its next use completes the step, without one
 * the user logs in again. The mark stays until the family's absolute end: a copy that comes late is still told from a token
 * that never was. A store that loses the mark has no record of the token either: then it is unknown, and refused.
 */
interface Family {
  readonly account: string;
  readonly expiresAt: number;
}

interface Handed {
  readonly account: string;
  readonly family: string;
}

interface Mark {
  readonly at: number;
  readonly nonce: string;
}

export function markedFamilies({ settings, accounts, store, draw = randomBytes }: Parts): TokenFamilies {
  async function familyOf(token: string) {
    const id = familyIn(token);
    if (!id) return undefined;
    const [issued, family] = await Promise.all([store.get(recordOf(token)), store.get(keyOf(id))]);
    if (!family || !(issued || (await isSpent(token)))) return undefined;
    const { account, expiresAt }: Family = JSON.parse(family);
    return expiresAt > Date.now() ? { id, account, expiresAt } : undefined;
  }

  const unused = (lifeMs: number) => Math.min(settings.idleMs, lifeMs);

  /** @param lifeMs what the family has left */
  async function hand(token: string, family: string, account: string, lifeMs: number): Promise<RefreshToken> {
    const ttlMs = unused(lifeMs);
    const value: Handed = { account, family };
    await store.create(recordOf(token), JSON.stringify(value), ttlMs);
    return { token, ttlMs };
  }

  async function isSpent(token: string): Promise<boolean> {
    return (await store.get(`spent:${digest(token)}`)) !== undefined;
  }

  /** The nonce of the token's successor, or undefined when this use is one too many. */
  async function spend(token: string, ttlMs: number): Promise<string | undefined> {
    const key = `spent:${digest(token)}`;
    const mark: Mark = { at: Date.now(), nonce: draw(secretBytes).toString('base64url') };
    if (await store.create(key, JSON.stringify(mark), ttlMs)) return mark.nonce;
    if (settings.graceMs === 0) return undefined;
    const first: Mark = JSON.parse((await store.get(key)) ?? '{"at":0,"nonce":""}');
    if (Date.now() - first.at >= settings.graceMs) return undefined;
    // Once the successor is in use, its holder has had this answer: whoever still sends the parent is somebody else.
    return (await isSpent(successor(token, first.nonce))) ? undefined : first.nonce;
  }

  /** @returns whether it was this call that ended it. */
  async function end(
    family: { readonly id: string; readonly account: string },
    ...records: string[]
  ): Promise<boolean> {
    const [ended] = await Promise.all([store.delete(keyOf(family.id)), store.delete(...records)]);
    await store.removeMember(index(family.account), family.id);
    return ended > 0;
  }

  return {
    async begin(account) {
      const family = draw(familyBytes).toString('base64url');
      const token = `${family}.${draw(secretBytes).toString('base64url')}`;
      const lifeMs = settings.absoluteMs;
      const value: Family = { account: account.id, expiresAt: Date.now() + lifeMs };
      const listed = { set: index(account.id), member: family, ttlMs: lifeMs };
      const [refresh] = await Promise.all([
        hand(token, family, account.id, lifeMs),
        store.create(keyOf(family), JSON.stringify(value), unused(lifeMs), listed),
        dropEnded(store, listed.set, keyOf),
      ]);
      return refresh;
    },

    async redeem(token) {
      const family = await familyOf(token);
      if (!family) throw invalid();

      const account = await accounts.byId(family.account);
      if (!account || account.disabled) {
        await end(family);
        throw invalid();
      }

      const lifeMs = Math.max(1, family.expiresAt - Date.now());
      const nonce = await spend(token, lifeMs);
      if (nonce === undefined) {
        // One event for each family, although a thief may try many times at once.
        if (await end(family)) log('refresh_reuse', { account: account.id });
        throw reused();
      }

      const [refresh] = await Promise.all([
        hand(successor(token, nonce), family.id, account.id, lifeMs),
        store.delete(recordOf(token)),
      ]);
      // Between the first look and now the family may have been ended: what was just written died with it.
      const value: Family = { account: account.id, expiresAt: family.expiresAt };
      if (!(await store.update(keyOf(family.id), JSON.stringify(value), unused(lifeMs)))) throw invalid();
      return { account, refresh };
    },

    async familyOf(token) {
      return (await familyOf(token))?.id;
    },

    async end(token) {
      const family = await familyOf(token);
      return family !== undefined && end(family, recordOf(token));
    },

    async list(accountId, own) {
      const family = own === undefined ? undefined : await familyOf(own);
      return listed(store, index(accountId), keyOf, family?.id);
    },

    endOne: async (accountId, name) => (await endOneListed(store, index(accountId), keyOf, name)) !== undefined,

    endAll: (accountId, except) => endListed(store, index(accountId), keyOf, except),
  };
}

function keyOf(family: string): string {
  return `family:${family}`;
}

function recordOf(token: string): string {
  return `refresh:${digest(token)}`;
}

function index(accountId: string): string {
  return `user:${accountId}:families`;
}

function successor(parent: string, nonce: string): string {
  const family = parent.slice(0, parent.indexOf('.'));
  return `${family}.${createHmac('sha256', parent).update(nonce).digest('base64url')}`;
}
