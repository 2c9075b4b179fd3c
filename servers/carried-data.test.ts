import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { carrying } from './carried-data.ts';
import { discover } from './discover.ts';
import { connectionLimits } from './http/limits.ts';
import type { Scheme } from './scheme.ts';
import { passwordIn, serveScheme } from './served-scheme.fixture.ts';
import { visitor } from './visitor.fixture.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };
/** Within every limit, beyond that of a cookie, beyond that of a request's headers. */
const sizes = [1_000, 4_000, 16_000];
/** Browsers drop a longer cookie, name and value together, and tell nobody (RFC 6265bis §5.6). */
const longestBytes = 4_096;

/** Those whose credential this application fills: others put more into it, or into more of them. */
const isFilled = ({ traits: { renewal, endsAllBy } }: Scheme) => renewal !== 'rotation' && endsAllBy !== 'date';
const schemes = [...(await discover<Scheme>(new URL('./schemes/', import.meta.url))).values()];

describe('data that a sign-in carries', () => {
  for (const scheme of schemes.filter(isFilled)) {
    for (const bytes of sizes) {
      it(`${scheme.id}: ${bytes} bytes come back with the next request, or are refused`, async () => {
        const loaded: Scheme = { ...scheme, serve: (parts) => carrying(bytes)(scheme, parts) };
        await using served = await serveScheme(loaded);
        const client = visitor(served.origin, scheme.protocol);
        const { status, headers, held } = await client.perform('login', { values: user });
        const cookies = [headers['set-cookie'] ?? []].flat().map((line) => line.split(';', 1)[0] ?? '');
        if (status !== 200) return assert.deepEqual([status, cookies, held.tokens], [500, [], {}]);
        for (const cookie of cookies) assert.ok(cookie.length - 1 <= longestBytes, `${cookie.length} bytes`);
        const me = await client.perform('me', { as: held });
        // a token for which there is no room in a request is refused with each
        const isTooLong = Object.values(held.tokens).some((token) => token.length > connectionLimits.maxHeaderSize);
        assert.deepEqual([me.status, me.subject], isTooLong ? [431, undefined] : [200, 'user-1']);
      });
    }
  }
});
