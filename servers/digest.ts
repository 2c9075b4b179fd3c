import { hash } from 'node:crypto';

/**
 * SHA-256 as base64url: what a store holds of a credential, so that a dump of it replays nothing. A plain hash does,
 * since the input has 256 random bits and cannot be guessed.
 */
export function digest(credential: string): string {
  return hash('sha256', credential, 'base64url');
}
