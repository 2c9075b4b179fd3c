import { Settings } from '../../servers/settings.ts';
import { configuredLifetimes } from './external/configured-lifetimes.ts';
import { type ExternalTarget, isExternal } from './external/external-target.ts';
import type { Target } from './target.ts';

/**
 * What a server is set to where nobody shortens or cheapens anything for a run; never a key. Of a server that is not
 * ours this is what its description says, and what it does not say is not known.
 */
export function configuredOf(subject: Target): Partial<Settings> {
  return isExternal(subject) ? described(subject) : withoutKeys(Settings.parse({ ...subject.defaults }));
}

export function withoutKeys({
  tokenKey: _t,
  retiredKeys: _r,
  cookieKey: _c,
  retiredCookieKeys: _k,
  ...settings
}: Settings): Omit<Settings, 'tokenKey' | 'retiredKeys' | 'cookieKey' | 'retiredCookieKeys'> {
  return settings;
}

function described({ external: { description } }: ExternalTarget): Partial<Settings> {
  const { expect = {} } = description;
  const { access, session, refresh } = configuredLifetimes(description);
  return {
    ...(access !== undefined && { accessMs: access }),
    ...(session !== undefined && { idleMs: session }),
    ...(refresh !== undefined && { absoluteMs: refresh }),
    toleranceMs: expect.leewayMs ?? 0,
    graceMs: expect.graceMs ?? 0,
  };
}
