import { HttpError } from '../http/errors.ts';

/** Of the name of a family, which stands before the dot. */
export const familyBytes = 16;

/** The family of what looks like a refresh token of ours. */
export function familyIn(token: string): string | undefined {
  return /^([\w-]{22})\.[\w-]{43}$/.exec(token)?.[1];
}

export function invalid(): HttpError {
  return new HttpError(401, 'invalid_grant', 'This refresh token is not valid: log in again.');
}

export function reused(): HttpError {
  return new HttpError(401, 'refresh_reuse', 'This refresh token was used before: log in again.');
}
