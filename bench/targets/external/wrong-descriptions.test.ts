import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import express from 'express';
import replay from '../../../scenarios/attacks/revocation/replay-after-logout.ts';
import type { Attack } from '../../../scenarios/kinds/attack.ts';
import type { Property } from '../../../scenarios/kinds/property.ts';
import fixation from '../../../scenarios/properties/fixation.ts';
import revocation from '../../../scenarios/properties/revocation-on-logout.ts';
import { runTrial } from '../../attacks/attack.ts';
import { discoverTarget } from '../../checks/discover.ts';
import { createRandom } from '../../machine/random.ts';
import { cellSpec } from '../../plan/cell-spec.ts';
import { cookieTarget, jsonLogin, knows, listen, people, users } from '../../tools/development/development.ts';
import { type Target, TargetDescription } from './description.ts';
import { readTarget } from './external-target.ts';
import { type OpenTarget, openTarget } from './open-target.ts';
import { freshId } from './small-servers.fixture.ts';

const never = new AbortController().signal;

/** A server that is right, but for what a test makes of it. */
interface Slip {
  readonly anybody?: boolean;
  readonly html?: boolean;
  readonly loops?: boolean;
  readonly limitAfter?: number;
  readonly sameName?: boolean;
  readonly takesAnyPassword?: boolean;
  readonly signsOut?: 'by an error' | 'by a redirect' | 'never';
  readonly setsMore?: boolean;
  /** What somebody is called who is not signed in. */
  readonly stranger?: string;
}

function app({
  anybody,
  html,
  loops,
  limitAfter = Number.POSITIVE_INFINITY,
  sameName,
  takesAnyPassword,
  signsOut,
  setsMore,
  stranger,
}: Slip): express.Express {
  const server = express();
  const sessions = new Map<string, string>();
  let asked = 0;
  server.use(express.json());
  server.use((_, response, next) => {
    asked += 1;
    if (asked > limitAfter) response.status(429).json({ error: 'slow down' });
    else next();
  });
  server.post('/login', (request, response) => {
    const { username, password } = request.body;
    if (loops) return void response.redirect('/login');
    if (!takesAnyPassword && !knows(username, password)) return void response.status(401).end();
    const id = freshId();
    sessions.set(id, username);
    if (setsMore) response.cookie('csrf', id);
    response.cookie('sid', id).json({ ok: true });
  });
  server.get('/me', (request, response) => {
    const name = sessions.get(/\bsid=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    if (anybody) return void response.json({ id: name ?? 'ann' });
    if (html) return void response.send('<p>Welcome</p>');
    if (!name && stranger) return void response.json({ id: stranger });
    if (!name) return void response.status(401).end();
    response.json({ id: sameName ? 'somebody' : name });
  });
  server.post('/logout', (request, response) => {
    if (signsOut === 'by an error') return void response.json({ error: 'notoken' });
    if (signsOut === 'by a redirect') return void response.redirect('/?error=MissingCSRF');
    if (signsOut === 'never') return void response.status(204).end();
    sessions.delete(/\bsid=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    response.status(204).end();
  });
  return server;
}

const right = (origin: string) => cookieTarget(origin, { name: 'slip' });

describe('a description that is not true', () => {
  let logFolder = '';
  before(async () => {
    logFolder = await mkdtemp(join(tmpdir(), 'authbench-slips-'));
  });
  after(() => rm(logFolder, { recursive: true, force: true }));

  const open = (description: Target) =>
    openTarget(readTarget(TargetDescription.parse(description), {}), {
      logFolder,
      random: createRandom(1),
      effort: 'quick',
      signal: never,
      env: {},
    });

  async function refusal(slip: Slip, change: Partial<Target> = {}): Promise<string> {
    await using started = await listen(app(slip), right);
    try {
      await using opened = await open({ ...started.description, ...change });
      return `opened ${opened.target.id}`;
    } catch (error) {
      assert.ok(error instanceof Error && 'code' in error);
      return `${error.code} ${error.message}`;
    }
  }

  async function attacked(opened: OpenTarget): Promise<string[]> {
    const scheme = opened.target;
    const spec = cellSpec({ kind: 'attack', scenario: replay.id, scheme: scheme.id });
    const trial = { cell: { ...spec, attack: replay as Attack, scheme }, on: scheme, weakness: undefined };
    const { judgement } = await runTrial(trial, opened.live(), scheme.external.users, never);
    return [judgement.outcome, judgement.because];
  }

  it('is told from one that is', async () => {
    assert.equal(await refusal({}), 'opened slip');
  });

  it('with a wrong path of the login says what the login answered', async () => {
    const login = { ...jsonLogin, path: '/signin' };
    assert.equal(await refusal({}, { login }), 'AB-E601 the login of user 1 was answered 404');
  });

  it('with a wrong password says which user was refused', async () => {
    const wrong = { ann: users.ann, bob: { username: 'bob', password: people.ann } } as Target['users'];
    assert.equal(await refusal({}, { users: wrong }), 'AB-E601 the login of user 2 was answered 401');
  });

  it('with a wrong name of the cookie says what was not handed out', async () => {
    const credentials = { session: { role: 'session', in: { cookies: ['id'] } } } as const;
    const said = 'AB-E601 the login of user 1 was answered 200, and handed out no session';
    assert.equal(await refusal({}, { credentials: credentials as unknown as Target['credentials'] }), said);
  });

  it('with a dead port says that nobody answered', async () => {
    const said = 'AB-E601 the login of user 1 was not answered: ECONNREFUSED';
    assert.equal(await refusal({}, { origin: 'http://127.0.0.1:1' }), said);
  });

  it('with the port of another protocol says that it is one', async () => {
    const server = createServer((socket) => void socket.on('error', () => {}).end('220 mail.example ESMTP\r\n'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const said = await refusal({}, { origin: `http://127.0.0.1:${port}` });
    server.close();
    assert.match(
      said,
      /^AB-E601 the login of user 1 was not answered: what came is not HTTP\/1\.1: another protocol, or TLS, is spoken there/,
    );
  });

  it('of a login that redirects to itself says where the call ended', async () => {
    const said = 'AB-E601 the login of user 1 was answered 302, a redirect to /login, and handed out no session';
    assert.equal(await refusal({ loops: true }), said);
  });

  it('of a server that answers 200 to everybody is refused', async () => {
    assert.equal(await refusal({ anybody: true }), "AB-E601 a call without a credential speaks for 'ann'");
  });

  it('of a server that takes any password is refused', async () => {
    const said = "AB-E601 a login with a wrong password speaks for 'ann'";
    assert.equal(await refusal({ takesAnyPassword: true }), said);
  });

  it('of a server that answers HTML where JSON is expected says so', async () => {
    const said =
      "AB-E601 the call of user 1 was answered 200, and names nobody at 'id' (the answer is text/html, not JSON)";
    assert.equal(await refusal({ html: true }), said);
  });

  it('that cannot tell two users apart is refused', async () => {
    const said = "AB-E601 two users are called 'somebody' by the call: it cannot tell them apart";
    assert.equal(await refusal({ sameName: true }), said);
  });

  it('that names another subject than the call does is refused', async () => {
    const named = { ann: { ...users.ann, subject: '17' }, bob: users.bob } as Target['users'];
    const said = "AB-E601 the call of user 1 names 'ann', and the description says '17'";
    assert.equal(await refusal({}, { users: named }), said);
  });

  it('of a server that limits rates at once says so', async () => {
    assert.equal(await refusal({ limitAfter: 0 }), 'AB-E601 the login of user 1 was answered 429, a rate limit');
  });

  it('of a server that begins to limit rates leaves what it disturbed without a verdict', async () => {
    await using started = await listen(app({ limitAfter: 23 }), right);
    await using opened = await open(started.description);
    const states: string[] = [];
    const properties = [fixation, revocation] as unknown as Property[];
    await discoverTarget(
      opened,
      properties,
      never,
      ({ result }) => void states.push(`${result.state} ${result.shown}`),
    );
    assert.deepEqual(states, ['inconclusive null', 'inconclusive null']);
  });

  it('with a wrong path of the logout says what was answered', async () => {
    const logout = { method: 'POST', path: '/signout' } as const;
    assert.equal(await refusal({}, { logout }), 'AB-E601 the sign-out was answered 404');
  });

  it('whose sign-out leaves its user signed in is refused with what was seen', async () => {
    const still = "'ann' is still signed in. Where that is what your app does, say expect: { revokesOnLogout: false }";
    const expect = { revokesOnLogout: { withinMs: 300 } };
    const says = (signsOut: NonNullable<Slip['signsOut']>) => refusal({ signsOut }, { expect });
    assert.equal(await says('by an error'), `AB-E601 after the sign-out, answered 200 ({"error":"notoken"}), ${still}`);
    assert.equal(
      await says('by a redirect'),
      `AB-E601 after the sign-out, answered 302, a redirect to / (/?error=MissingCSRF), ${still}`,
    );
    assert.equal(await says('never'), `AB-E601 after the sign-out, answered 204, ${still}`);
    assert.equal(await refusal({ signsOut: 'never' }, { expect: { revokesOnLogout: false } }), 'opened slip');
  });

  it('whose sign-out could not be built says which step did not say what it needs', async () => {
    const logout = [
      { path: '/me', save: { nonce: 'json:nonce' } },
      { method: 'POST', path: '/logout' },
    ] as const;
    assert.equal(
      await refusal({}, { logout: logout as unknown as Target['login'] }),
      'AB-E601 the sign-out was not sent: step 1 of 2 (GET /me) did not say nonce',
    );
  });

  it('that calls a credential what makes no difference is refused by its name', async () => {
    const credentials = { session: { role: 'session', in: { cookies: ['sid', 'csrf'] } } } as const;
    const said =
      "AB-E601 the call names 'ann' without csrf too: that is no credential, though it may be one of keepCookies";
    assert.equal(
      await refusal({ setsMore: true }, { credentials: credentials as unknown as Target['credentials'] }),
      said,
    );
  });

  it('of a server that calls strangers by a name is true once that name is said', async () => {
    const hint = `AB-E601 a call without a credential speaks for 'guest'; where that is what strangers are called, say anonymous: "guest"`;
    assert.equal(await refusal({ stranger: 'guest' }), hint);
    assert.equal(await refusal({ stranger: 'guest' }, { anonymous: 'guest' }), 'opened slip');
  });

  it('with a renewal that is refused says so', async () => {
    const refresh = { method: 'POST', path: '/nowhere' } as const;
    assert.equal(await refusal({}, { refresh }), 'AB-E601 the renewal was answered 404');
  });

  it('of a server that begins to limit rates leaves an attack without a verdict', async () => {
    await using started = await listen(app({ limitAfter: 23 }), right);
    await using opened = await open(started.description);
    const [outcome, because] = await attacked(opened);
    assert.equal(outcome, 'inconclusive', because);
    assert.match(because ?? '', /^the target refused \d+ requests for their rate \(429\)$/);
  });

  it('with a ceiling that is too low for a probe leaves it without a verdict', async () => {
    await using started = await listen(app({}), right);
    await using opened = await open({ ...started.description, limits: { requests: 18 } });
    const because: string[] = [];
    await discoverTarget(opened, [revocation] as unknown as Property[], never, ({ result }) => {
      because.push(`${result.state}: ${result.because}`);
    });
    assert.deepEqual(because, ['inconclusive: the target was to get at most 18 requests in all, and has had 18']);
  });
});
