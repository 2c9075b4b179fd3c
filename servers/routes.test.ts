import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import { discover } from './discover.ts';
import { HttpError } from './http/errors.ts';
import { routes } from './routes.ts';
import type { Scheme } from './scheme.ts';
import { serveScheme, testSettings } from './served-scheme.fixture.ts';

const schemes = await discover<Scheme>(new URL('./schemes/', import.meta.url));
const refuse = () => {
  throw new HttpError(403, 'guarded', 'A test stands before this route.');
};

/** Every guard refuses before a route does anything. */
const guarded = (scheme: Scheme): Scheme => ({
  ...scheme,
  serve: async (parts) => ({ ...(await scheme.serve(parts)), guard: { signIns: refuse, requests: refuse } }),
});

/** Other ways to write a path that a lenient router takes for the same. */
const spellings: Readonly<Record<string, (path: string) => string>> = {
  capitals: (path) => path.toUpperCase(),
  'a slash at its end': (path) => `${path}/`,
  'a doubled slash': (path) => `/${path}`,
  'a dot segment': (path) => `/.${path}`,
  'a way up': (path) => `/x/..${path}`,
  'an encoded letter': (path) => `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`,
  'a parameter': (path) => `${path};x=1`,
};

describe('the routes', () => {
  for (const scheme of schemes.values()) {
    it(`${scheme.id}: whatever changes state stands behind a guard`, async () => {
      await using served = await serveScheme(guarded(scheme));
      const found = await declared(served);
      assert.ok(found.length >= 6);
      for (const { method, path } of found) {
        assert.equal(await status(served.origin, method, path), 403, `${method} ${path}`);
      }
    });

    it(`${scheme.id}: one spelling of its path is a route, and every other is 404`, async () => {
      await using served = await serveScheme(scheme);
      for (const { method, path } of await declared(served)) {
        for (const [how, spelled] of Object.entries(spellings)) {
          assert.equal(await status(served.origin, method, spelled(path)), 404, `${method} ${path} with ${how}`);
        }
      }
    });
  }
});

/** Every route that takes a method which may change something, with a name in the place of each parameter. */
async function declared({ auth, ...parts }: Awaited<ReturnType<typeof serveScheme>>) {
  const { stack } = routes(auth, { ...parts, settings: testSettings });
  return stack.flatMap(({ methods, path }) =>
    methods
      .filter((method) => !['GET', 'HEAD'].includes(method))
      .map((method) => ({ method, path: String(path).replace(/:\w+/g, 'user-1') })),
  );
}

async function status(origin: string, method: string, path: string): Promise<number> {
  // fetch would resolve dot segments
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    request({ hostname, port, method, path }, (answer) => resolve(answer.resume().statusCode ?? 0))
      .on('error', reject)
      .end();
  });
}
