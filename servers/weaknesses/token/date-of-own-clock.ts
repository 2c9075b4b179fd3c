import { longestTokenMs } from '../../tokens/token-life.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'date-of-own-clock',
  title: 'The date before which no token is good is that of the clock of the instance which was asked to end them',
  cwe: 'CWE-367',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'Math.max(Date.now() + clocksApartMs' }),
  appliesTo: ({ endsAllBy }) => endsAllBy === 'date',
  async serve(scheme, parts) {
    const { store, settings } = parts;
    return {
      ...(await scheme.serve(parts)),
      async endAll(accountId) {
        await store.addMember(`user:${accountId}:not-before`, String(Date.now()), longestTokenMs(settings));
        return undefined;
      },
    };
  },
} satisfies Weakness;
