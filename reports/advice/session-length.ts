import { duration } from '../text/wording.ts';
import type { Constraint } from './constraint.ts';
import { configuredMs, lifetimeMs, measured } from './lookup.ts';

export default {
  id: 'session-length',
  title: 'Users stay signed in long enough',
  rule: 'Ruled out where a user has to log in again sooner: forced logins of silent-renewal, and the lifetime as configured of a credential that cannot be renewed.',
  asked: ({ sessionLengthMs }) =>
    sessionLengthMs === undefined ? undefined : `users stay signed in for ${duration(sessionLengthMs)}`,
  judge(scheme, { sessionLengthMs = 0 }, results) {
    const forced = measured(results, scheme, 'silent-renewal', 'logins.forced');
    const evidence = forced?.evidence ?? [];
    const lastsMs = lifetimeMs(scheme);
    if (scheme.traits.renewal === 'none') {
      if (lastsMs === undefined)
        return { state: 'undecided', because: 'how long its credential lives as configured is not known', evidence };
      const because = `its credential lives ${duration(lastsMs)} as configured and cannot be renewed`;
      return sessionLengthMs <= lastsMs
        ? { state: 'meets', because, evidence }
        : {
            state: 'breaks',
            because,
            evidence,
            flip: `users may log in again every ${duration(lastsMs)}, or tokens live ${duration(sessionLengthMs)}, and stolen ones as long`,
          };
    }
    if (!forced) return { state: 'undecided', because: 'silent-renewal was not measured', evidence };
    if (forced.value > 0)
      return { state: 'breaks', because: `${forced.value} logins were forced while the user was active`, evidence };
    const absoluteMs = configuredMs(scheme, 'absoluteMs');
    return {
      state: 'meets',
      because: 'no login was forced while the user was active',
      evidence,
      ...(absoluteMs !== undefined &&
        absoluteMs < sessionLengthMs && {
          needs: `an absolute lifetime of ${duration(sessionLengthMs)}, where ${duration(absoluteMs)} is set`,
        }),
    };
  },
} satisfies Constraint;
