import { outcomeText, windowOf, windowText } from '../analysis/window.ts';
import { duration } from '../text/wording.ts';
import type { Constraint } from './constraint.ts';

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
    const because = outcomeText(attack);
    const window = windowOf(attack);
    const evidence = [attack.evidence];
    if (window?.kind === 'none') return { state: 'meets', because, evidence };
    if (window?.kind === 'endless') return { state: 'breaks', because, evidence, flip: 'that is fixed' };
    if (window?.kind !== 'bounded') return { state: 'undecided', because, evidence };
    const rest = windowText(window);
    return scheme.traits.store === 'never'
      ? {
          state: 'breaks',
          because: `the server keeps nothing that could be ended: every copy works until it expires, ${rest}`,
          evidence,
          flip: `it is enough that every sign-in ends within ${duration(window.configuredMs)} by itself`,
        }
      : {
          state: 'meets',
          because: 'no sign-in could be renewed afterwards',
          evidence,
          needs: `accepting that requests go on for ${rest}`,
        };
  },
} satisfies Constraint;
