import { createHmac } from 'node:crypto';
import { HttpError } from '../http/errors.ts';

/** 128 random bits for the family, and 256 for the token. */
export const familyBytes = 16;
export const secretBytes = 32;

/** The family of what looks like a refresh token of ours. */
export function familyIn(token: string): string | undefined {
  return /^([\w-]{22})\.[\w-]{43}$/.exec(token)?.[1];
}

/**
 * The one token that follows: whoever holds the parent can be given the same successor again, while the store, which
 * has the nonce, never holds what a token could be made from.
 */
export function successor(parent: string, nonce: string): string {
  const family = parent.slice(0, parent.indexOf('.'));
  return `${family}.${createHmac('sha256', parent).update(nonce).digest('base64url')}`;
}

export function invalid(): HttpError {
  return new HttpError(401, 'invalid_grant', 'This refresh token is not valid: log in again.');
}

export function reused(): HttpError {
  return new HttpError(401, 'refresh_reuse', 'This refresh token was used before: log in again.');
}
