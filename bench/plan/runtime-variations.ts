import type { Variation } from '../../servers/variation.ts';
import type { NodeRuntime } from '../machine/node-runtime.ts';
import { type Profile, requestsUntilCompiled } from './profiles.ts';

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
 * The profile with time for servers on so many more of them: each has a group of its own beside that of the Node.js that
 * runs now.
 * @param alone whether nothing else is measured
 */
export function withRuntimes(profile: Profile, count: number, alone: boolean): Profile {
  if (count === 0) return profile;
  const { sensitivity, maxMs } = profile;
  const isTimed = Number.isFinite(sensitivity.reservedMs);
  const needed = shareOfEach * (count + 1) * sensitivity.reservedMs;
  return {
    ...profile,
    // where rounds were asked for by number, nobody knows how long they take
    maxMs: isTimed ? (alone ? 0 : maxMs) + needed : maxMs,
    // whatever warm-up this one needs, another may need more
    sensitivity: {
      ...sensitivity,
      alone: isTimed ? mostRounds * sensitivity.alone : sensitivity.alone,
      reservedMs: needed,
      warmUp: { ...sensitivity.warmUp, requests: requestsUntilCompiled.newest },
    },
  };
}

/** Of the time that variations have. */
const shareOfEach = 3 / 4;
/** As many as other variations have are too few for as many pairs; time is the other limit. */
const mostRounds = 2;
