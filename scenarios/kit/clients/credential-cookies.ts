import type { Protocol } from '../../../servers/scheme.ts';

/** The names of the cookies that say who asks: a companion, such as the half of a CSRF token, does not. */
export function credentialCookies({ credentials }: Pick<Protocol, 'credentials'>): string[] {
  return Object.values(credentials).flatMap((spec) =>
    spec.role !== 'companion' && 'cookies' in spec.in ? spec.in.cookies : [],
  );
}
