import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { isRenewed } from '../../scenarios/kit/clients/renewal.ts';
import { Unanswered } from '../../scenarios/kit/evidence/unanswered.ts';
import type { Scheme } from '../../servers/scheme.ts';
import scheme from '../../servers/schemes/jwt-refresh.ts';
import dpop from '../../servers/schemes/jwt-refresh-dpop.ts';
import { Settings } from '../../servers/settings.ts';
import { createRouter } from '../cluster/routing.ts';
import { signerOf } from '../driver/signer-of.ts';
import { createTranscript } from '../driver/transcript.ts';
import { openTransport } from '../driver/transport.ts';
import { stageTarget } from './own/stage-target.ts';
import { createStage } from './stage.ts';

const user = { id: 'user-1', username: 'ann', password: 'correct horse' };

describe('a stage', () => {
  let server: Server;
  /** What the server answers; 0 cuts the connection. */
  let status = 200;
  before(async () => {
    server = createServer((request, response) => {
      const proof = String(request.headers.dpop ?? '').split('.')[1];
      const lacksNonce = proof !== undefined && !('nonce' in JSON.parse(String(Buffer.from(proof, 'base64url'))));
      if (status === 0) request.socket.destroy();
      else if (lacksNonce)
        response
          .writeHead(400, { 'content-type': 'application/json', 'dpop-nonce': 'n-1' })
          .end('{"error":"use_dpop_nonce"}');
      else response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"store_unavailable"}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => server.close());

  async function on<T>(
    answered: number,
    act: (stage: ReturnType<typeof createStage>) => Promise<T>,
    of: Scheme = scheme,
  ) {
    status = answered;
    const transport = openTransport();
    const transcript = createTranscript();
    const origins = [`http://127.0.0.1:${(server.address() as AddressInfo).port}`];
    const stage = createStage({
      target: stageTarget(of, Settings.parse({})),
      cluster: { origins },
      router: createRouter(
        'round-robin',
        () => true,
        () => 1,
      ),
      transport,
      transcript,
      hooks: {},
      users: [user, user],
      admin: user,
      random: Math.random,
      effort: 'smoke',
      signal: new AbortController().signal,
      signer: await signerOf(of.protocol),
    });
    try {
      return { value: await act(stage), lines: transcript.lines() };
    } finally {
      await transport[Symbol.asyncDispose]();
    }
  }

  /** In each way that a scenario asks. */
  const ways: Readonly<Record<string, (stage: ReturnType<typeof createStage>) => Promise<unknown>>> = {
    perform: (stage) => stage.perform('refresh'),
    send: (stage) => stage.send(stage.request('logout')),
    race: (stage) => stage.race([1, 2].map(() => ({ request: stage.request('refresh') }))),
    volley: (stage) => stage.volley('me', [{}, {}]),
    whoAmI: (stage) => stage.whoAmI({}),
    signIn: (stage) => stage.signIn(user),
  };

  for (const [name, way] of Object.entries(ways))
    it(`throws what is not answered, by ${name}: neither a refusal nor an effect can be read from it`, async () => {
      for (const missing of [0, 502, 503, 504]) await assert.rejects(on(missing, way), Unanswered);
    });

  it('hands out a refusal, and a failure of the application, as the answers that they are', async () => {
    for (const given of [401, 429, 500]) {
      const { value } = await on(given, (stage) => stage.perform('refresh'));
      assert.equal(value.status, given);
      assert.equal((await on(given, (stage) => stage.whoAmI({}))).value, undefined);
    }
  });

  it('asks those of a volley again whose proof lacked what the answer hands out', async () => {
    const { value, lines } = await on(200, (stage) => stage.volley('login', [{}, {}, {}]), dpop);
    assert.deepEqual(
      value.map(({ status, credential }) => [status, credential.nonce?.values]),
      [1, 2, 3].map(() => [200, { token: 'n-1' }]),
    );
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['3 × login @0, pipelined', '3 × login @0, pipelined'],
    );
  });

  it('hands out what is not answered to whoever says that it may be so', async () => {
    const silent = { mayBeSilent: true } as const;
    const { value, lines } = await on(503, async (stage) => {
      const reply = await stage.perform('refresh', silent);
      const raced = await stage.race([{ request: stage.request('refresh') }], silent);
      return [reply, await stage.send(stage.request('logout'), silent), ...raced].map((one) => [
        one.status,
        isRenewed(stage, one),
      ]);
    });
    assert.deepEqual(value, [
      [503, false],
      [503, false],
      [503, false],
    ]);
    assert.match(lines[0]?.text ?? '', /^POST \/refresh @0 → 503 store_unavailable$/);
  });
});
