import { randomBytes } from 'node:crypto';
import type { Reply } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

/** Whoever logs in through a proxy of the server, which adds the address that it saw behind what the client wrote. */
export interface Visitor {
  readonly address: string;
  /** In their own X-Forwarded-For; nothing where absent. */
  readonly claimed?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly instance?: number;
}

/**
 * RFC 3849: an address that nobody has, of a network that no failure was counted for, by whichever server shares the store.
 * In eight groups: the first four are the network.
 */
export function freshAddress(): string {
  return `2001:db8:${randomBytes(12).toString('hex').match(/.{4}/g)?.join(':')}`;
}

/** The limit answers before a password is compared. */
export const limited = 429;

export function logIn(
  stage: Stage,
  { address, claimed, headers = {}, instance = 0 }: Visitor,
  { username, password }: { readonly username: string; readonly password: string },
): Promise<Reply> {
  const forwarded = claimed === undefined ? address : `${claimed}, ${address}`;
  return stage.perform('login', {
    instance,
    values: { username, password },
    headers: { 'x-forwarded-for': forwarded, ...headers },
  });
}

const rounds = 3;

/**
 * What is found while a limit holds, before and after; undefined where it ended meanwhile each time, or is never reached.
 * @param isHeld tries once, and says whether it was limited
 * @param most tries after which it should long be limited
 */
export async function whileLimited<T>(
  isHeld: () => Promise<boolean>,
  most: number,
  find: () => Promise<T>,
): Promise<T | undefined> {
  for (let round = 0; round < rounds; round += 1) {
    for (let n = 0; !(await isHeld()); n += 1) if (n >= most) return undefined;
    const found = await find();
    if (await isHeld()) return found;
  }
  return undefined;
}
