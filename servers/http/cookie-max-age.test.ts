import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discover } from '../discover.ts';
import { cookiesOf } from '../protocol.ts';
import type { Scheme } from '../scheme.ts';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { visitor } from '../visitor.fixture.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };
const idleMs = 1_500;
const schemes = [...(await discover<Scheme>(new URL('../schemes/', import.meta.url))).values()];
const inCookies = schemes.filter(({ protocol }) => cookiesOf(protocol).length > 0);

describe('a cookie that carries a sign-in', () => {
  for (const scheme of inCookies)
    for (const now of [1_800_000_000_000, 1_800_000_000_001, 1_800_000_000_999])
      it(`is kept until the sign-in ends, and less than a second longer: ${scheme.id} at ${now % 1_000} ms`, async (t) => {
        t.mock.timers.enable({ apis: ['Date'], now });
        await using served = await serveScheme(scheme, { settings: { ...testSettings, idleMs } });
        const { headers } = await visitor(served.origin, scheme.protocol).perform('login', { values: user });
        const lines = [headers['set-cookie'] ?? []].flat();
        assert.notEqual(lines.length, 0);
        for (const line of lines) {
          const longerMs = Date.parse(/expires=([^;]+)/.exec(line)?.[1] ?? '') - (now + idleMs);
          assert.ok(longerMs >= 0 && longerMs <= 1_000, `${longerMs} ms: ${line}`);
        }
      });
});
