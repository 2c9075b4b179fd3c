import type { CredentialSpec, Protocol } from '../../../servers/scheme.ts';
import type { Credential } from '../../exchange.ts';

/** The part of a credential that client code has to keep, since answers hand it out in their bodies. */
export function fromBodies({ credentials }: Protocol, held: Credential): Credential {
  return only(held, (name) => !isCookie(credentials[name]));
}

/** The part that a browser keeps and sends by itself. */
export function fromCookies({ credentials }: Protocol, held: Credential): Credential {
  return only(held, (name) => isCookie(credentials[name]));
}

export function isCookie(spec: CredentialSpec | undefined): boolean {
  return spec?.from === 'set-cookie';
}

function only(held: Credential, wanted: (name: string) => boolean): Credential {
  return Object.fromEntries(Object.entries(held).filter(([name]) => wanted(name)));
}
