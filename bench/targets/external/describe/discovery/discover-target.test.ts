import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import { openTransport } from '../../../../driver/transport.ts';
import { createRandom } from '../../../../machine/random.ts';
import { listen, people, users } from '../../../../tools/development/development.ts';
import { TargetDescription } from '../../description.ts';
import { readTarget } from '../../external-target.ts';
import { sessionTarget } from '../../small-servers.fixture.ts';
import { dryRun } from '../dry-run.ts';
import { importedText } from '../import/recordings.ts';
import { discoverLogin, type Hints, type Part } from './discover-target.ts';
import { openExplorer } from './explorer.ts';
import { shapes } from './shapes.fixture.ts';

const { signal } = new AbortController();

async function discovered(app: RequestListener, hints: Hints = {}) {
  await using started = await listen(app, sessionTarget);
  await using transport = openTransport();
  const { origin } = started.description;
  const explorer = openExplorer({ origin, users }, {}, transport, signal);
  const { parts, change } = await discoverLogin(explorer, hints);
  const lines: string[] = [];
  const options = { logFolder: tmpdir(), random: createRandom(1), effort: 'smoke' as const, signal, env: {} };
  const known = readTarget(TargetDescription.parse({ name: 'found', origin, users, ...change }), {});
  const isTrue = await dryRun(known, options, (line) => void lines.push(line));
  return { isTrue, said: lines.join('\n'), parts, change };
}

const found = (parts: readonly Part[]) => parts.map(({ name, found }) => `${name}${found ? '' : ': not found'}`);

const cookie = (name: string) => ({ session: { role: 'session', in: { cookies: [name] } } });

/** What must be found of each: the call, the credentials, and the sign-out by its last step. */
const truth: Readonly<Record<keyof typeof shapes, readonly [call: string, credentials: unknown, signOut: string]>> = {
  'a form beside others': ['/home', cookie('sid'), 'POST /logout'],
  'two pages': ['/home', cookie('sid'), 'GET /logout'],
  'a nonce for the sign-out': ['/home', cookie('sid'), 'GET /out?action=logout&_nonce={{nonce}}'],
  'an Origin that is needed': ['/me', cookie('sid'), 'POST /logout'],
  GraphQL: [
    '/graphql',
    { access: { role: 'access', from: 'json:data.signIn.token', in: { header: 'authorization', prefix: 'Bearer ' } } },
    'none',
  ],
  'a token in a header of its own': [
    '/api/me',
    { access: { role: 'access', from: 'header:x-auth-token', in: { header: 'x-auth-token', prefix: '' } } },
    'POST /api/logout',
  ],
  'a sealed cookie': ['/session', cookie('app'), 'DELETE /session'],
  Basic: ['/', { basic: { role: 'session', value: 'Basic {{basic}}', in: { header: 'authorization' } } }, 'none'],
  'a token that is renewed, and a cookie that nothing asks for': [
    '/auth/me',
    {
      access: { role: 'access', from: 'json:access_token', in: { header: 'authorization', prefix: 'Bearer ' } },
      refresh: { role: 'refresh', from: 'json:refresh_token', in: { field: 'refresh_token' } },
    },
    'POST /auth/logout',
  ],
  'the number of an account beside a session': [
    '/me',
    { session: { role: 'session', in: { cookies: ['sid', 'uid'] } } },
    'POST /logout',
  ],
};

describe('a login that is found from two accounts', { concurrency: 4 }, () => {
  for (const [name, shape] of Object.entries(shapes))
    it(`with ${name} is described so that the description is true`, async () => {
      const { isTrue, said, parts, change } = await discovered(shape());
      assert.ok(isTrue, `${said}\n${JSON.stringify(change)}`);
      const [path, credentials, signOut] = truth[name as keyof typeof truth];
      const last = [change.logout ?? []].flat().at(-1);
      assert.deepEqual(
        [change.call.path, change.credentials, last ? `${last.method ?? 'GET'} ${last.path}` : 'none'],
        [path, credentials, signOut],
        found(parts).join(', '),
      );
    });

  it('is not there where nobody answers, which is said', async () => {
    await using transport = openTransport();
    const explorer = openExplorer({ origin: 'http://127.0.0.1:1', users }, {}, transport, signal);
    await assert.rejects(discoverLogin(explorer, {}), /http:\/\/127\.0\.0\.1:1 does not answer: ECONNREFUSED$/);
  });

  it('is found as well from a paste, a recording without cookies, and a description of the API', async () => {
    const at = 'http://127.0.0.1:1';
    const known = [{ username: 'ann', password: people.ann }];
    const form = [
      { request: { method: 'GET', url: `${at}/login` } },
      {
        request: {
          method: 'POST',
          url: `${at}/enter`,
          postData: { text: 'do=login&_csrf=old&mail=ann&pw=x&password=x' },
        },
      },
      { request: { method: 'GET', url: `${at}/home` } },
    ];
    const session = { content: { 'application/json': { schema: { properties: { username: {}, password: {} } } } } };
    const paths = {
      '/session': { post: { requestBody: session }, delete: { operationId: 'signOut' }, get: { operationId: 'me' } },
    };
    const given: readonly (readonly [keyof typeof shapes, string])[] = [
      [
        'a token that is renewed, and a cookie that nothing asks for',
        `curl ${at}/auth/login --json '{"username":"ann","password":"x"}'\ncurl ${at}/auth/me`,
      ],
      ['a form beside others', JSON.stringify({ log: { entries: form } })],
      ['a sealed cookie', JSON.stringify({ openapi: '3.1.0', paths })],
    ];
    for (const [name, text] of given) {
      const { isTrue, said, change } = await discovered(shapes[name](), importedText(text, known).hints);
      assert.ok(isTrue, `${name}: ${said}`);
      assert.equal(change.call.path, truth[name][0]);
    }
  });
});
