import { createHmac, randomBytes } from 'node:crypto';
import { digest } from '../digest.ts';
import { log } from '../log.ts';
import type { Parts } from '../scheme.ts';
import { dropEnded } from '../store/drop-ended.ts';
import { endListed } from '../store/end-listed.ts';
import { endOneListed, listed } from '../store/listed.ts';
import { familyBytes, familyIn, invalid, reused } from './refresh-grants.ts';
import type { TokenFamilies } from './token-families.ts';

/**
 * One record for each family and one mark, however often it is renewed:
 *
 *     family:<id>               {account, expiresAt, key, newest, renewals, boundTo?}
 *     spent:<id>:<generation>   {at, nonce}   that the newest token is being used, or the one before it was
 *     user:<id>:families        ids, written with the family, so that none exists outside the index
 *
 * Half of a token tells its generation, by an HMAC under the family's key: one of a former generation is known as spent
 * without a mark of its own, however late it comes. The other half follows from the token before it and the nonce in
 * the mark, which is drawn anew for each renewal: whoever holds the parent can be given the same successor again, while the
 * store never holds what a token could be made from.
 *
 * The mark is the one atomic step: of any number of uses exactly one creates it. It goes with the next renewal. A server that
 * stood still since it looked could then create it once more; but a renewal is told what its record is written over, and
 * ends a family that others went on with. A server that dies, or hears no answer, between mark and record leaves a token that
 * is spent: with a grace window its next use completes the step, without one the user logs in again.
 *
 * The family lives exactly as long as its record: one DELETE ends it, silence does too (ASVS 7.3.1), and nothing brings
 * it back.
 */
export function tokenFamilies({ settings, accounts, store, draw = randomBytes }: Parts): TokenFamilies {
  const unused = (lifeMs: number) => Math.min(settings.idleMs, lifeMs);

  async function familyOf(token: string) {
    const id = familyIn(token);
    const stored = id && (await store.get(keyOf(id)));
    if (!id || !stored) return undefined;
    const record: Family = JSON.parse(stored);
    const generation = generationOf(token, record);
    return record.expiresAt > Date.now() && generation !== undefined ? { id, generation, ...record } : undefined;
  }
  type Found = NonNullable<Awaited<ReturnType<typeof familyOf>>>;

  /** The nonce of the token's successor, or undefined when this use is one too many. */
  async function spend({ id, generation, renewals }: Found, ttlMs: number): Promise<string | undefined> {
    const key = markOf(id, generation);
    const mark: Mark = { at: Date.now(), nonce: draw(nonceBytes).toString('base64url') };
    if (generation === renewals && (await store.mark(key, JSON.stringify(mark), ttlMs))) return mark.nonce;
    // Once the successor is in use, its holder has had this answer: whoever still sends the parent is somebody else.
    if (settings.graceMs === 0 || generation < renewals - 1) return undefined;
    const first: Mark = JSON.parse((await store.get(key)) ?? '{"at":0,"nonce":""}');
    return Date.now() - first.at < settings.graceMs ? first.nonce : undefined;
  }

  /** @returns whether it was this call that ended it. */
  async function end({ id, account, renewals }: Pick<Found, 'id' | 'account' | 'renewals'>): Promise<boolean> {
    const [ended] = await Promise.all([
      store.delete(keyOf(id)),
      store.delete(markOf(id, renewals - 1), markOf(id, renewals)),
    ]);
    await store.removeMember(index(account), id);
    return ended > 0;
  }

  return {
    async begin(account, boundTo) {
      const id = draw(familyBytes).toString('base64url');
      const key = draw(familyBytes).toString('base64url');
      const token = joined(id, key, 0, draw(halfBytes));
      const lifeMs = settings.absoluteMs;
      const ttlMs = unused(lifeMs);
      const expiresAt = Date.now() + lifeMs;
      const newest = digest(token);
      const first: Family = { account: account.id, expiresAt, key, newest, renewals: 0, ...(boundTo && { boundTo }) };
      const listed = { set: index(account.id), member: id, ttlMs: lifeMs };
      await Promise.all([
        store.create(keyOf(id), JSON.stringify(first), ttlMs, listed),
        dropEnded(store, listed.set, keyOf),
      ]);
      return { token, ttlMs };
    },

    async redeem(token, provenKey) {
      const family = await familyOf(token);
      // One that comes with another key changes nothing: neither is it used, nor does its family end by a stranger's hand.
      if (!family || family.boundTo !== provenKey) throw invalid();

      const account = await accounts.byId(family.account);
      if (!account || account.disabled) {
        await end(family);
        throw invalid();
      }

      const ttlMs = unused(Math.max(1, family.expiresAt - Date.now()));
      const nonce = await spend(family, ttlMs);
      const next = nonce === undefined ? undefined : successor(token, family, nonce);
      const goesOn = next !== undefined && (await renewed(family, next, ttlMs));
      if (goesOn) return { account, refresh: { token: next, ttlMs } };

      // One event for each family, although a thief may try many times at once.
      if (await end(family)) log('refresh_reuse', { account: account.id });
      throw reused();
    },

    async familyOf(token) {
      return (await familyOf(token))?.id;
    },

    async end(token) {
      const family = await familyOf(token);
      return family !== undefined && end(family);
    },

    async list(accountId, own) {
      const family = own === undefined ? undefined : await familyOf(own);
      return listed(store, index(accountId), keyOf, family?.id);
    },

    endOne: async (accountId, name) => (await endOneListed(store, index(accountId), keyOf, name)) !== undefined,

    endAll: (accountId, except) => endListed(store, index(accountId), keyOf, except),
  };

  /** @returns false where somebody went on with the family since it was looked at. @throws HttpError where it was ended. */
  async function renewed(found: Found, next: string, ttlMs: number): Promise<boolean> {
    const { id, generation, account, expiresAt, key, boundTo } = found;
    const newest = digest(next);
    // a second use that is forgiven changes nothing
    if (generation < found.renewals) return found.newest === newest;
    const record: Family = {
      ...{ account, expiresAt, key, newest, renewals: generation + 1 },
      ...(boundTo && { boundTo }),
    };
    const before = await store.swap(keyOf(id), JSON.stringify(record), ttlMs);
    if (before === undefined) throw invalid();
    const was: Family = JSON.parse(before);
    if (was.newest !== found.newest && was.newest !== newest) return false;
    if (generation > 0) await store.delete(markOf(id, generation - 1));
    return true;
  }
}

interface Family {
  readonly account: string;
  readonly expiresAt: number;
  /** What generations are told by. */
  readonly key: string;
  /** Digest of the token that was handed out last. */
  readonly newest: string;
  /** The generation of that one. */
  readonly renewals: number;
  /** Thumbprint of the key that is to be proven at each renewal. */
  readonly boundTo?: string;
}

interface Mark {
  readonly at: number;
  readonly nonce: string;
}

const halfBytes = 16;
const nonceBytes = 32;

/**
 * Undefined for what was never handed out. A hundred tries take a tenth of a ms, and only who holds a token knows the name of
 * its family.
 */
function generationOf(token: string, { key, newest, renewals }: Family): number | undefined {
  if (digest(token) === newest) return renewals;
  const half = Buffer.from(token.slice(token.indexOf('.') + 1), 'base64url').subarray(0, halfBytes);
  for (let generation = renewals - 1; generation >= 0; generation -= 1)
    if (half.equals(tellTale(key, generation))) return generation;
  return undefined;
}

function successor(
  parent: string,
  { id, key, generation }: { id: string; key: string; generation: number },
  nonce: string,
) {
  const fresh = createHmac('sha256', parent).update(nonce).digest().subarray(0, halfBytes);
  return joined(id, key, generation + 1, fresh);
}

function joined(family: string, key: string, generation: number, fresh: Buffer): string {
  return `${family}.${Buffer.concat([tellTale(key, generation), fresh]).toString('base64url')}`;
}

/** The half of a token that tells its generation. */
function tellTale(key: string, generation: number): Buffer {
  return createHmac('sha256', key).update(`${generation}`).digest().subarray(0, halfBytes);
}

function keyOf(family: string): string {
  return `family:${family}`;
}

function markOf(family: string, generation: number): string {
  return `spent:${family}:${generation}`;
}

function index(accountId: string): string {
  return `user:${accountId}:families`;
}
