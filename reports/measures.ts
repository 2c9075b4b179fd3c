import { capitalised } from './text/wording.ts';

/** Measures of lifecycle scenarios, which say their units themselves, and which of them stand in the matrix. */
const measures: readonly (readonly [name: string, title: string, shown?: 'matrix'])[] = [
  ['commands.read', 'Store commands per request', 'matrix'],
  ['commands.login', 'Store commands per login', 'matrix'],
  ['commands.refresh', 'Store commands per renewal', 'matrix'],
  ['bytes.per-user', 'Store per signed-in user', 'matrix'],
  ['memory.per-renewal', 'Store memory that a renewal adds', 'matrix'],
  ['bytes.credential-per-request', 'Credential in each request', 'matrix'],
  ['duties.of-code', 'Duties left to client code', 'matrix'],
  ['sign-ins.kept', 'Sign-ins kept'],
  ['sign-ins.kept-by-reload', 'Sign-ins kept by a reload'],
  ['sign-ins.kept-in-new-tab', 'Sign-ins kept in a new tab'],
  ['sign-ins.kept-by-local-storage', 'Sign-ins kept by localStorage'],
  ['commands.logout', 'Store commands per logout'],
  ['commands.per-read', 'Store commands per request'],
  ['commands.per-chain', 'Store commands per chain'],
  ['steps.renewal', 'Steps to renew'],
  ['end.in-use', 'End while in use'],
  ['configured.in-use', 'End while in use, as set'],
  ['end.family', 'End of the token family'],
  ['configured.family', 'End of the token family, as set'],
  ['silence.accepted', 'Longest silence forgiven'],
  ['silence.refused', 'Shortest silence refused'],
  ['configured.idle', 'Silence that ends it, as set'],
  ['read.p50', 'Median of a read, alone'],
  ['read.p99', '99th percentile of a read, alone'],
  ['read.p50-beside-logins', 'Median of a read, beside logins'],
  ['read.p99-beside-logins', '99th percentile of a read, beside logins'],
  ['latency.chain', 'Latency of the chain, median'],
  ['latency.added-by-renewal', 'Latency added by a renewal'],
  ['lifetime.cookie', 'Lifetime of the cookie'],
  ['lifetime.access', 'Lifetime of the access token'],
  ['fetches.for-reads', 'Fetches of the key set'],
  ['rotation.refused', 'Replaced key unknown, at most'],
  ['reads.without-issuer', 'Reads without the issuer'],
  ['count.steps', 'Steps of the protocol'],
  ['bytes.per-user-when-few', 'Store per signed-in user, when they are few'],
  ['keys.per-renewal', 'Keys that a renewal adds'],
  ['bytes.per-renewal', 'Characters that a renewal adds'],
  ['keys.after-a-day', 'Keys per user after a day'],
  ['day.morning', 'Store per user after their first renewal'],
  ['day.noon', 'Store per user after half a day of renewals'],
  ['day.evening', 'Store per user after a day of renewals'],
  ['day.night', 'Store per user after the logout'],
];

/** Those that the matrix shows, in their order. */
export const measuresInMatrix = measures.flatMap(([name, , shown]) => (shown ? name : []));

/** A measure without a row is called by its name, `forms.posted` as `Forms posted`; what its unit says already is left out. */
export function phraseOf(name: string): string {
  const plain = name
    .replace(/^(bytes|count)\./, '')
    .replace('.', ' ')
    .replaceAll('-', ' ');
  return measures.find(([known]) => known === name)?.[1] ?? capitalised(plain);
}
