import { Settings } from '../../../servers/settings.ts';
import type { Defence } from '../../../servers/weakness.ts';
import type { ClientEnd, Target } from '../target.ts';
import { bringUp } from './bring-up.ts';
import { unmetNeed } from './requirements.ts';
import { sourceLine } from './source-line.ts';
import { unbounded } from './unbounded.ts';
import { withoutKeys } from './without-keys.ts';

/** A scheme whose servers are started from here, as often and as they are wanted. */
export function ownTarget(scheme: ClientEnd): Target {
  const { id, traits, defaults } = scheme;
  const target: Target = {
    ...scheme,
    configured: withoutKeys(Settings.parse({ ...defaults })),
    ...{ takesSettings: true, isFresh: true, keepsContract: true, ceilings: unbounded },
    controlFor: () => target,
    unmetNeed({ needs: { hooks = [], hooksOfOurs = [] } = {} }, context) {
      return unmetNeed([...hooks, ...hooksOfOurs], context);
    },
    unmetLoadNeed: () => undefined,
    source: (weakness) => sourceLine(weakness?.defence(traits) ?? whatItIs, id),
    launch: (options, context) => bringUp(scheme, options, context),
  };
  return target;
}

/** Where a scheme says what it is: why it has no surface. */
const whatItIs: Defence = { file: 'servers/schemes/{scheme}.ts', line: '  traits: {' };
