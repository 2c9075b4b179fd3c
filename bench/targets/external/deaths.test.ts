import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpRequest } from '../../../scenarios/exchange.ts';
import type { RawAnswer } from '../../driver/answer.ts';
import { type Death, type Life, watched } from './deaths.ts';
import type { GovernedTransport } from './governed-transport.ts';

const ask = (path: string): HttpRequest => ({ method: 'GET', path, headers: {} });
const send = (to: ReturnType<typeof server>, path: string) => to.transport.send('http://a', ask(path));

/** @param fatal ends it: at once, or `after` it was answered. @param silent is not answered, and does it no harm */
function server({
  fatal = 'none',
  after = false,
  silent = 'none',
  returns = true,
  kind = 'crash' as Death['kind'],
} = {}) {
  let up = true;
  const got: string[] = [];
  const answer = async ({ path }: HttpRequest): Promise<RawAnswer> => {
    const plain = { headers: {}, text: '', ms: 1 };
    if (!up) return { ...plain, status: 0, failure: got.length === 0 ? 'ECONNREFUSED' : 'ECONNRESET' };
    got.push(path);
    if (path === fatal) up = false;
    return path === silent || (path === fatal && !after)
      ? { ...plain, status: 0, failure: 'closed' }
      : { ...plain, status: 200 };
  };
  const inner = {
    send: (_: string, message: HttpRequest) => answer(message),
    reserve: () => {},
    race: (entries: readonly { request: HttpRequest }[]) => Promise.all(entries.map(({ request }) => answer(request))),
  } as unknown as GovernedTransport;
  const life: Life = {
    state: async () => (up ? 'up' : 'gone'),
    settled: async () => {},
    obituary: async () => ({ kind, how: 'exit code 1' }),
    revive: async () => {
      up ||= returns;
      return up;
    },
    describe: ({ method, path }) => `${method} ${path}`,
    cell: () => 'attack/some/server',
  };
  const end = () => {
    up = false;
  };
  return { transport: watched(inner, life), got, end };
}

const died = (by: string, more = '') => ({
  name: 'TargetEnded',
  message: `the target ended when ${by}: exit code 1${more}`,
});

describe('a target that is watched', () => {
  it('has not ended where a request has no answer and the server is still there', async () => {
    const target = server({ silent: '/slow' });
    assert.equal((await send(target, '/slow')).status, 0);
    assert.deepEqual(target.transport.deaths, []);
  });

  it('has not ended where nobody was ever there', async () => {
    const target = server();
    target.end();
    assert.equal((await send(target, '/me')).failure, 'ECONNREFUSED');
    assert.deepEqual(target.transport.deaths, []);
  });

  it('is started again when a request ends it, which is named; what comes after is answered', async () => {
    const target = server({ fatal: '/evil' });
    await assert.rejects(send(target, '/evil'), died('it was sent GET /evil'));
    assert.equal((await send(target, '/me')).status, 200);
    assert.deepEqual(target.transport.deaths, [
      {
        ...{ cell: 'attack/some/server', request: 'GET /evil', kind: 'crash', how: 'exit code 1' },
        ...{ underWay: 1, isBack: true },
      },
    ]);
  });

  it('is sent both again where the one before may have ended it after its answer', async () => {
    const target = server({ fatal: '/evil', after: true });
    assert.equal((await send(target, '/evil')).status, 200);
    await assert.rejects(send(target, '/me'), died('it was sent GET /evil'));
    assert.deepEqual(target.got, ['/evil', '/me', '/evil']);
  });

  it('names both where neither ends it again', async () => {
    const target = server();
    await send(target, '/before');
    target.end();
    await assert.rejects(send(target, '/me'), died('it was sent GET /me, or the one before it, GET /before'));
  });

  it('has ended under the load that others put on it where that came last', async () => {
    const target = server({ returns: false });
    await send(target, '/login');
    target.transport.reserve(500);
    target.end();
    await assert.rejects(
      send(target, '/me'),
      died('it was sent GET /me, or the one before it, load of up to 500 requests', '; it has not come back'),
    );
  });

  it('counts how many were under way, of one request that is sent many times too', async () => {
    const target = server({ fatal: '/token' });
    await send(target, '/me');
    const entries = Array.from({ length: 5 }, () => ({ origin: 'http://a', request: ask('/token') }));
    await assert.rejects(target.transport.race(entries), died('5 requests were under way (first: GET /token)'));
    assert.equal(target.transport.deaths[0]?.underWay, 5);
  });

  it('is asked for nothing any more where it has not come back', async () => {
    const target = server({ fatal: '/evil', returns: false });
    const gone = died('it was sent GET /evil', '; it has not come back');
    await assert.rejects(send(target, '/evil'), gone);
    for (const path of ['/me', '/login']) await assert.rejects(send(target, path), gone);
    assert.deepEqual([target.got, target.transport.deaths.length], [['/evil'], 1]);
  });
});
