import type { Variation } from '../../servers/variation.ts';
import type { NodeRuntime } from '../machine/node-runtime.ts';
import type { Profile } from './profiles.ts';

/** Every scheme on another Node.js: a variation that nobody has to write. */
export function runtimeVariation({ node, path }: NodeRuntime): Variation {
  return {
    id: `node-${node}`,
    title: `Node.js ${node}`,
    question: 'Does a conclusion depend on the Node.js that runs the servers?',
    choice: 'which Node.js runs the servers',
    appliesTo: () => true,
    node: path,
  };
}

/**
 * The profile with time for servers on so many more of them: each has a table of its own beside that of the Node.js that
 * runs now. Some need several times the warm-up of others: after a second and a half of it, servers on Node.js 24 took
 * twice the CPU per request that they came to after six.
 */
export function withRuntimes(profile: Profile, count: number): Profile {
  if (count === 0) return profile;
  const { sensitivity, maxMs } = profile;
  const { reservedMs, warmUp } = sensitivity;
  const needed = ((count + 1) * reservedMs) / 2;
  return {
    ...profile,
    maxMs: maxMs + needed,
    sensitivity: {
      ...sensitivity,
      reservedMs: needed,
      warmUp: { ...warmUp, burstsMs: 4 * warmUp.burstsMs },
    },
  };
}
