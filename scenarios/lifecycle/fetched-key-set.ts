import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { readCompact } from '../kit/tokens/compact-token.ts';
import { type IssuerKey, newIssuerKey, openKeySet } from '../kit/tokens/key-set.ts';
import { accessTokenOf, withAccessToken } from '../kit/tokens/presented-token.ts';
import { longestWaitMs } from '../kit/windows/window.ts';

const tries = 20;
const everyMs = 100;

export default {
  kind: 'lifecycle',
  id: 'fetched-key-set',
  title: 'Another service, which fetches the keys',
  question: 'What does a second service know of keys that are replaced, and does it need the issuer meanwhile?',
  needs: { hooks: ['joinVerifier'], settings: { algorithm: 'ES256', jwksCooldownMs: 2_000 }, alone: 'server' },
  appliesTo: ({ credential }) => credential === 'self-contained' || 'requests present no signed statement',
  async run(stage) {
    const { victim, hooks } = stage;
    if (!hooks.joinVerifier) throw new Error('the target offers no service that fetches a key set');
    const [first, second] = [await newIssuerKey('first'), await newIssuerKey('second')];
    await using keySet = await openKeySet(first);
    const instance = await hooks.joinVerifier(keySet.url);
    const held = await stage.signIn(victim, { instance: 0 });
    const { header, payload } = readCompact(accessTokenOf(held));
    const knows = async (key: IssuerKey) =>
      (await stage.whoAmI(withAccessToken(held, await key.sign(header, payload)), { instance })) === victim.id;

    let accepted = 0;
    for (let n = 0; n < tries; n += 1) if (await knows(first)) accepted += 1;
    const fetches = keySet.fetches();
    // without an announcement, as after a theft of the former key
    keySet.publish(first, second);
    const start = performance.now();
    const sinceMs = () => performance.now() - start;
    let refusedMs = 0;
    while (!(await knows(second))) {
      refusedMs = sinceMs();
      if (refusedMs > longestWaitMs)
        throw new Error(`a published key was still unknown after ${Math.round(refusedMs)} ms`);
      await stage.wait(everyMs);
    }
    await keySet[Symbol.asyncDispose]();
    const alone = (await knows(first)) && (await knows(second));
    return {
      measures: {
        'reads.accepted': { value: accepted / tries, unit: 'ratio' },
        'fetches.for-reads': { value: fetches, unit: 'count' },
        'rotation.refused': { value: refusedMs, unit: 'ms', bound: { lifetimes: { jwksCooldownMs: 1 } } },
        'reads.without-issuer': { value: alone ? 1 : 0, unit: 'ratio' },
      },
      facts: { tries, cooldownMs: stage.target.settings.jwksCooldownMs },
    };
  },
} satisfies LifecycleScenario;
