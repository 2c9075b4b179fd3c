import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpRequest, Reply } from '../../exchange.ts';
import { bySpelling } from './by-spelling.ts';

const request = { method: 'POST', path: '/logout', headers: {} };
const answering = (status: (path: string) => number) => {
  const asked: string[] = [];
  const send = async ({ path }: HttpRequest): Promise<Reply> => {
    asked.push(path);
    return { status: status(path), headers: {}, body: undefined, credential: {}, ms: 0 };
  };
  return { asked, stage: { send } };
};

describe('what is asked for by other spellings', () => {
  it('is nothing where the server knows one spelling', async () => {
    for (const status of [404, 405, 501]) {
      const { stage, asked } = answering(() => status);
      const gained = async () => undefined;
      assert.deepEqual(await bySpelling(stage, { what: 'logout', request: () => request, gained }), []);
      assert.ok(asked.length > 10);
    }
  });

  it('is refused where a resource answers and nothing is gained, whatever the status', async () => {
    const { stage } = answering((path) => (path === '/logout/' ? 200 : 404));
    const attempts = await bySpelling(stage, { what: 'logout', request: () => request, gained: async () => undefined });
    assert.deepEqual(attempts, [{ way: 'logout with another end', status: 200 }]);
  });

  it('ends with the first that gained something, also where it was not answered', async () => {
    const { stage, asked } = answering((path) => (path === '/LOGOUT' ? 0 : 404));
    const gained = async () => 'an ended sign-in';
    const attempts = await bySpelling(stage, { what: 'logout', request: () => request, gained });
    assert.deepEqual(attempts, [
      { way: 'logout with its last segment in capitals', status: 0, got: 'an ended sign-in' },
    ]);
    assert.deepEqual(asked, ['/LOGOUT']);
  });

  it('is made anew for each', async () => {
    const { stage } = answering(() => 404);
    let made = 0;
    const fresh = () => ({ ...request, headers: { n: `${++made}` } });
    await bySpelling(stage, { what: 'logout', request: fresh, gained: async () => undefined });
    assert.ok(made > 10);
  });
});
