import { duration } from '../wording.ts';
import type { Constraint } from './constraint.ts';
import { lifetimeMs } from './lookup.ts';

export default {
  id: 'logout-everywhere',
  title: 'All sign-ins of an account can be ended',
  rule: 'Ruled out where nothing on the server can end a sign-in, or where one outlived the end of all: attack concurrent-sessions.',
  asked: ({ logoutEverywhere }) => (logoutEverywhere ? 'all sign-ins of an account can be ended' : undefined),
  judge(scheme, _requirements, { attacks }) {
    const attack = attacks.find(({ id, scheme: on }) => id === 'concurrent-sessions' && on === scheme.id);
    if (!attack)
      return {
        state: 'undecided',
        because: 'concurrent-sessions was not run: --profile standard and --suite security run it',
        evidence: [],
      };
    const { outcome, because, windowMs = 0 } = attack;
    const evidence = [attack.evidence];
    if (outcome === 'blocked') return { state: 'meets', because, evidence };
    if (outcome === 'succeeded') return { state: 'breaks', because, evidence, flip: 'that is mended' };
    if (outcome !== 'window') return { state: 'undecided', because, evidence };
    const rest = duration(lifetimeMs(scheme) ?? windowMs);
    return scheme.traits.store === 'never'
      ? {
          state: 'breaks',
          because: `the server keeps nothing that could be ended: every copy works until it expires, up to ${rest}`,
          evidence,
          flip: `it is enough that every sign-in ends within ${rest} by itself`,
        }
      : {
          state: 'meets',
          because: 'no sign-in could be renewed afterwards',
          evidence,
          needs: `accepting that requests go on for up to ${rest}`,
        };
  },
} satisfies Constraint;
