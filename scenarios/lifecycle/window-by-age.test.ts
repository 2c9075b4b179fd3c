import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Settings } from '../../servers/settings.ts';
import { boundMs } from '../kit/windows/bound.ts';
import type { Stage } from '../stage.ts';
import windowByAge from './window-by-age.ts';

it('is bounded by what is left of the life of what a copy goes by, also as it is configured', async () => {
  const settings = Settings.parse({ lagMs: 100 });
  const stage = {
    victim: { id: 'user-1' },
    target: {
      ...{ instances: 1, settings, traits: { revocation: 'within-lag', renewal: 'sliding', credential: 'reference' } },
      protocol: { steps: { me: { ok: [200] } } },
    },
    signIn: async () => ({}),
    perform: async () => ({ status: 401, credential: {} }),
    whoAmI: async () => undefined,
    wait: async () => {},
  } as unknown as Stage;
  const { measures } = await windowByAge.run(stage);
  assert.deepEqual(
    Object.entries(measures).map(([name, { value, bound }]) => [
      name,
      value,
      bound && boundMs(bound, Settings.parse({})),
    ]),
    [
      ['window.when-new', 0, 60_000],
      ['window.when-half-old', 0, 30_000],
      ['window.when-old', 0, 15_000],
    ],
  );
});
