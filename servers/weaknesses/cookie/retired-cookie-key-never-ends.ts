import type { Weakness } from '../../weakness.ts';

export default {
  id: 'retired-cookie-key-never-ends',
  title: 'A key of cookies that is no longer used is taken for ever',
  cwe: 'CWE-324',
  defence: ({ credential }) =>
    credential === 'sealed'
      ? { file: 'servers/seals.ts', line: 'known.until > Date.now()' }
      : { file: 'servers/cookie-keys.ts', line: 'until > Date.now()' },
  appliesTo: ({ transport }) => transport === 'cookie',
  serve(scheme, parts) {
    const retired: { key: string }[] = JSON.parse(parts.settings.retiredCookieKeys || '[]');
    const retiredCookieKeys = JSON.stringify(retired.map(({ key }) => ({ key, until: Number.MAX_SAFE_INTEGER })));
    return scheme.serve({ ...parts, settings: { ...parts.settings, retiredCookieKeys } });
  },
} satisfies Weakness;
