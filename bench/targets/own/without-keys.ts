import type { Settings } from '../../../servers/settings.ts';

/** What of settings may be shown. */
export function withoutKeys({
  tokenKey: _t,
  retiredKeys: _r,
  cookieKey: _c,
  retiredCookieKeys: _k,
  ...settings
}: Settings): Omit<Settings, 'tokenKey' | 'retiredKeys' | 'cookieKey' | 'retiredCookieKeys'> {
  return settings;
}
