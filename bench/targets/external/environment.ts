import type { KeyObject } from 'node:crypto';
import type { User } from '../../../scenarios/exchange.ts';
import type { Protocol } from '../../../servers/scheme.ts';
import { BenchError } from '../../errors.ts';
import type { TargetDescription } from './description.ts';
import { readSigningKey } from './signing-key.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a description leaves to the environment: its users, and secrets that its texts name. */
export interface FromEnvironment extends Pick<Protocol, 'constants' | 'ofUsers'> {
  readonly users: readonly (User & { readonly key: string })[];
  readonly signingKey?: KeyObject;
}

/** @throws BenchError AB-E008 that names every variable that is missing, or holds no key */
export function fromEnvironment(description: TargetDescription, env: Environment): FromEnvironment {
  const missing = new Set<string>();
  const variable = (name: string): string => {
    const given = env[name];
    if (!given) missing.add(name);
    return given ?? '';
  };
  const read = (value: string | { env: string } | undefined) =>
    typeof value === 'object' ? variable(value.env) : (value ?? '');
  const all = Object.entries(description.users).map(([key, { username, password, subject, totp, more = {} }]) => ({
    user: { key, username: read(username), password: read(password), id: read(subject) },
    values: {
      ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, read(value)])),
      ...(totp !== undefined && { totpSecret: read(totp) }),
    },
  }));
  const named = [...JSON.stringify(description).matchAll(/\{\{env\.(\w+)\}\}/g)].map(([, name = '']) => name);
  const constants = Object.fromEntries(named.map((name) => [`env.${name}`, variable(name)]));
  const keyText = description.signingKey === undefined ? undefined : variable(description.signingKey.env);
  if (missing.size > 0)
    throw new BenchError('AB-E008', `the environment lacks ${[...missing].join(', ')}`, {
      fix: 'set it for this command: users and keys are never read from anywhere else, and never written',
    });
  const ofUsers = Object.fromEntries(
    all.flatMap(({ user, values }) => (Object.keys(values).length > 0 ? [[user.username, values]] : [])),
  );
  return {
    users: all.map(({ user }) => user),
    ...(description.signingKey && keyText && { signingKey: signingKeyOf(description.signingKey, keyText) }),
    ...(named.length > 0 && { constants }),
    ...(Object.keys(ofUsers).length > 0 && { ofUsers }),
  };
}

function signingKeyOf({ env, encoding }: NonNullable<TargetDescription['signingKey']>, text: string): KeyObject {
  const key = readSigningKey(text, encoding);
  if (key) return key;
  throw new BenchError('AB-E008', `${env} holds no key: neither PEM of a private key, nor a JWK, nor a secret`);
}

/** What of it must never be shown, beside passwords. */
export function secretsIn({ constants = {}, ofUsers = {} }: Pick<Protocol, 'constants' | 'ofUsers'>): string[] {
  return [...Object.values(constants), ...Object.values(ofUsers).flatMap((values) => Object.values(values))];
}
