import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpRequest, Reply, User } from '../../../scenarios/exchange.ts';
import type { Stage } from '../../../scenarios/stage.ts';
import { SignInRefused } from '../stage.ts';
import { errorFinding } from './error-finding.ts';
import { serverErrors } from './server-errors.ts';

const ann: User = { id: 'ann', username: 'ann', password: 'right' };
const right = { values: { username: 'ann', password: 'right' } };
const mine = { id: 'mine', source: () => ({ file: 'mine.target.yaml', line: 1 }) };

/** A stage whose server answers with these statuses, in turn. */
function answering(...statuses: number[]) {
  const next = (): Reply => ({ status: statuses.shift() ?? 200, headers: {}, body: {}, ms: 1, credential: {} });
  const errors = serverErrors([ann], () => 'attack/a/mine');
  const stage = errors.counting({
    request: (): HttpRequest => ({ method: 'POST', path: '/login', headers: {} }),
    perform: async () => next(),
    race: async (entries: readonly unknown[]) => entries.map(next),
    async signIn() {
      const { status, credential } = next();
      if (status !== 200) throw new SignInRefused('no', status);
      return credential;
    },
  } as unknown as Stage);
  return { stage, said: () => errorFinding(mine, errors.all()) };
}

describe('ordinary requests that a server fails over', () => {
  it('are a finding, by how many there were of how many', async () => {
    const { stage, said } = answering(200, 500, 500, 200);
    const request = stage.request('login', right);
    await stage.race([request, request, request].map((one) => ({ request: one })));
    await stage.signIn(ann);
    const { because, severity, asExpected, evidence } = said() ?? {};
    assert.equal(because, '2 of 4 sign-ins were answered 500');
    assert.deepEqual([severity, asExpected, evidence], ['high', false, 'attack/a/mine']);
  });

  it('are those of a login that throws and of a credential that was handed out, too', async () => {
    const { stage, said } = answering(200, 500, 500);
    const held = await stage.signIn(ann);
    await stage.perform('me', { as: held });
    await assert.rejects(stage.signIn(ann));
    assert.equal(said()?.because, '1 of 2 sign-ins were answered 500; 1 of 1 calls were answered 500');
  });

  it('are none that an attack has changed, a refusal, or a server that cannot answer now', async () => {
    const { stage, said } = answering(200, 500, 500, 500, 401, 503);
    const held = await stage.signIn(ann);
    await stage.perform('me', { as: { ...held } });
    await stage.perform('login', { values: { username: 'ann', password: 'wrong' } });
    await stage.race([{ request: { ...stage.request('login', right) } }]);
    await stage.perform('me', { as: held });
    await stage.perform('me', { as: held });
    assert.equal(said(), undefined);
  });
});
