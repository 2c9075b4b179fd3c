import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readDescription } from './read-description.ts';

const yaml = `name: my-app
origin: http://127.0.0.1:3000
users:
  ann: { username: { env: ANN }, password: { env: ANN_PASSWORD } }
  bob: { username: { env: BOB }, password: { env: BOB_PASSWORD } }
credentials:
  session: { role: session, in: { cookies: [sid] } }
login: { method: POST, path: /login, form: { username: '{{username}}', password: '{{password}}' } }
call: { path: /me, subject: id }
`;

describe('reading a target description', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-descriptions-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function read(name: string, content: string): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, content);
    try {
      const { name: target, origin } = await readDescription(file);
      return `${target} at ${origin}`;
    } catch (error) {
      assert.ok(error instanceof Error && 'code' in error);
      return `${error.code} ${error.message}`.replaceAll(`${folder}/`, '').replaceAll('       ', '');
    }
  }

  it('takes YAML and JSON', async () => {
    assert.equal(await read('a.yaml', yaml), 'my-app at http://127.0.0.1:3000');
    const json = JSON.stringify({
      name: 'my-app',
      origin: 'http://127.0.0.1:3000',
      users: { a: { username: 'a', password: 'b' }, b: { username: 'b', password: 'c' } },
      credentials: { session: { role: 'session', in: { cookies: ['sid'] } } },
      login: { path: '/login' },
      call: { path: '/me', subject: 'id' },
    });
    assert.equal(await read('a.json', json), 'my-app at http://127.0.0.1:3000');
  });

  it('names every problem at once, each with its line', async () => {
    const wrong = yaml
      .replace('role: session', 'role: sesion')
      .replace('path: /me,', 'path: me, auth: [token],')
      .replace('http://127.0.0.1:3000', 'http://127.0.0.1:3000/app')
      .concat('logoff: { path: /logout }\n');
    assert.deepEqual((await read('wrong.yaml', wrong)).split('\n'), [
      'AB-E008 wrong.yaml:2:9: origin is an origin: scheme, host and port alone',
      'wrong.yaml:7:20: credentials.session.role Invalid option: expected one of "session"|"access"|"refresh"',
      'wrong.yaml:9:15: call.path must begin with /: the origin is said once',
      'wrong.yaml:10:9: logoff is not known here',
    ]);
  });

  it('names a credential that no step can carry', async () => {
    const wrong = yaml.replace('subject: id', 'subject: id, auth: [token]');
    const said = "AB-E008 wrong.yaml:9:39: call.auth carries 'token', which is none of the credentials: session";
    assert.equal(await read('wrong.yaml', wrong), said);
  });

  it('tells the line of what is no YAML', async () => {
    assert.match(await read('broken.yaml', `${yaml}call: [`), /^AB-E008 broken\.yaml:1\d:\d+: /);
  });

  it('takes TypeScript, and tells the line of a wrong type', async () => {
    const typed = (role: string) =>
      `export default {\n  name: 'my-app',\n  origin: 'http://127.0.0.1:3000',\n  users: { a: { username: 'a', password: 'b' }, b: { username: 'b', password: { env: 'B' } } },\n  credentials: { session: { role: ${role}, in: { cookies: ['sid'] } } },\n  login: { path: '/login' },\n  call: { path: '/me', subject: 'id' },\n};\n`;
    assert.equal(await read('a.target.ts', typed("'session'")), 'my-app at http://127.0.0.1:3000');
    assert.match(await read('b.target.ts', typed('missing')), /^AB-E008 .*b\.target\.ts\(5,35\): error TS2304/);
  });

  it('says that a file is not there, or of no kind that it knows', async () => {
    await assert.rejects(readDescription(join(folder, 'nowhere.yaml')), { code: 'AB-E008', message: /cannot be read/ });
    assert.equal(await read('a.toml', ''), `AB-E008 a.toml is no .ts, .js, .json or .yaml`);
  });

  it('names what a change of state needs: who does it, how it is undone, where it is seen', async () => {
    const step = (name: string) => `${name}: { method: POST, path: /${name} }\n`;
    assert.equal(
      await read('d.yaml', yaml + step('disable') + step('transfer')),
      'AB-E008 d.yaml:10:10: disable needs `admin`: one of the users, who does it\n' +
        'd.yaml:10:10: disable needs `enable`, or `reset`: whoever was disabled is let in again\n' +
        'd.yaml:11:11: transfer needs `effect`: a status does not prove a change',
    );
    const whole = `${yaml}admin: ann\n${step('disable')}${step('reset')}${step('transfer')}effect: { path: /me, value: json:n }\n`;
    assert.equal(await read('e.yaml', whole), 'my-app at http://127.0.0.1:3000');
  });
});
