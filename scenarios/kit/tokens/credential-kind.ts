import { claimsOf } from './readable.ts';

export type CredentialKind = 'JWT' | 'encrypted JWT' | 'readable' | 'sealed' | 'signed reference' | 'reference';

/** What a credential is, by its value alone. */
export function kindOf(value: string): CredentialKind {
  const parts = value.split('.');
  if (parts.length === 3 && headerOf(value)?.alg !== undefined) return 'JWT';
  if (parts.length === 5 && headerOf(value)?.enc !== undefined) return 'encrypted JWT';
  if (claimsOf(value) !== undefined) return 'readable';
  // iron (Fe26.2), PASETO (v4.local), Fernet (gAAAA), and whatever is too long to be an id
  if (/^(Fe26|v[1-4]\.local|gAAAA)/.test(value) || value.length > 200) return 'sealed';
  return /^s(:|%3A)/i.test(value) || /^[\w-]{16,}\.[\w%+/=-]{20,}$/.test(value) ? 'signed reference' : 'reference';
}

/** The protected header of a token in compact serialization; undefined where there is none. */
export function headerOf(value: string): Readonly<Record<string, unknown>> | undefined {
  const [first = ''] = value.split('.');
  return claimsOf(first);
}
