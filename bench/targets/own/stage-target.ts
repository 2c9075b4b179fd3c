import type { Lifetimes } from '../../../scenarios/declared.ts';
import type { StageTarget } from '../../../scenarios/stage.ts';
import type { Scheme, Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import { unbounded } from './unbounded.ts';

type Served = Pick<Scheme, 'id' | 'traits' | 'protocol' | 'defaults'>;

/** Our own servers in the words in which owners describe theirs: what they hold themselves to follows from their settings. */
export function stageTarget(
  { id, traits, protocol, defaults }: Served,
  settings: Settings,
  instances = 1,
): StageTarget {
  return {
    ...{ scheme: id, traits, protocol, settings, instances },
    declared: {
      ...{ revokesOnLogout: true, reuse: 'family', multipleSessions: true, strictTokens: true },
      ...{ graceMs: settings.graceMs, leewayMs: settings.toleranceMs },
    },
    lifetimes: lifetimesOf(settings, traits),
    configured: lifetimesOf(Settings.parse({ ...defaults }), traits),
    ceilings: unbounded,
  };
}

function lifetimesOf({ accessMs, idleMs, absoluteMs }: Settings, { transport }: Traits): Lifetimes {
  return { ...(transport === 'bearer' && { access: accessMs }), session: idleMs, absolute: absoluteMs };
}
