import type { Stage } from '../../stage.ts';

const recoversWithinMs = 15_000;
const everyMs = 50;

/** Resolves when every instance says again that it can answer. @throws when one does not. */
export async function recovered(stage: Stage): Promise<void> {
  const deadline = performance.now() + recoversWithinMs;
  for (let instance = 0; instance < stage.target.instances; ) {
    const { status } = await stage.send(
      { method: 'GET', path: '/readyz', headers: { host: 'auth.test' } },
      { instance, mayBeSilent: true },
    );
    if (status === 200) instance += 1;
    else if (performance.now() > deadline) throw new Error(`instance ${instance} did not recover: ${status}`);
    else await stage.wait(everyMs);
  }
}
