import type { Weakness } from '../../weakness.ts';

export default {
  id: 'retired-key-never-ends',
  title: 'A key that no longer signs verifies for ever',
  cwe: 'CWE-324',
  defence: () => ({ file: 'servers/tokens/token-keys.ts', line: 'key.until > Date.now() ? key.verifying' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  serve(scheme, parts) {
    const retired: { key: string }[] = JSON.parse(parts.settings.retiredKeys || '[]');
    const retiredKeys = JSON.stringify(retired.map(({ key }) => ({ key, until: Number.MAX_SAFE_INTEGER })));
    return scheme.serve({ ...parts, settings: { ...parts.settings, retiredKeys } });
  },
} satisfies Weakness;
