import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { type Results, resultsJsonSchema } from '../../../reports/results/results.ts';
import { expressJwt } from '../../tools/development/express-jwt.ts';
import { fastifySession } from '../../tools/development/fastify-session.ts';
import { koaPassport } from '../../tools/development/koa-passport.ts';

const main = fileURLToPath(new URL('../../cli/main.js', import.meta.url));
const conforms = new Ajv2020.Ajv2020().compile(resultsJsonSchema() as object);

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-side-by-side-'));
});
after(() => rm(folder, { recursive: true, force: true }));

async function authbench(...args: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, said: out + err };
}

const results = async () => JSON.parse(await readFile(join(folder, 'run', 'results.json'), 'utf8')) as Results;
const outcomes = ({ attacks }: Results) => Object.fromEntries(attacks.map(({ scheme, outcome }) => [scheme, outcome]));

describe('three targets and a reference server in one run', () => {
  it('are columns of one report, within its schema; resumed, it ends what was left', async () => {
    await using one = await fastifySession.start();
    await using two = await koaPassport.start();
    await using three = await expressJwt({ denies: false }).start();
    const named: string[] = [];
    for (const { description } of [one, two, three]) {
      const file = join(folder, `${description.name}.json`);
      await writeFile(file, JSON.stringify(description));
      named.push('--target', file);
    }
    const { code, said } = await authbench(
      ...[...named, '--schemes', 'session', '--profile', 'smoke', '--suite', 'security', '--out', 'run'],
      ...['--scenario', 'replay-after-logout', '--store', 'embedded', '--ui', 'lines', '--formats', 'json,html'],
    );
    assert.equal(code, 1, said);
    const whole = await results();
    assert.ok(conforms(whole), JSON.stringify(conforms.errors));
    const columns = ['session', 'fastify-session', 'koa-passport', 'express-jwt'];
    assert.deepEqual(whole.run.schemes, columns);
    assert.deepEqual(
      whole.targets?.map(({ scheme, requests }) => [scheme, requests > 20]),
      columns.slice(1).map((name) => [name, true]),
    );
    const wanted = {
      session: 'blocked',
      'fastify-session': 'blocked',
      'koa-passport': 'succeeded',
      'express-jwt': 'not-run',
    };
    assert.deepEqual(outcomes(whole), wanted);
    const page = await readFile(join(folder, 'run', 'index.html'), 'utf8');
    for (const name of columns) assert.match(page, new RegExp(`<th[^>]*scope="col"[^>]*>(<[^>]*>)*${name}<`), name);

    const cut = {
      ...whole,
      attacks: whole.attacks.filter(({ scheme }) => scheme !== 'koa-passport'),
      cells: whole.cells.filter(({ id }) => id !== 'replay-after-logout/koa-passport'),
    };
    await writeFile(join(folder, 'run', 'results.json'), JSON.stringify(cut));
    const alone = await authbench('--resume', join(folder, 'run'), '--store', 'embedded', '--ui', 'silent');
    assert.deepEqual([alone.code, alone.said.includes('name the description again')], [64, true], alone.said);
    const resumed = await authbench('--resume', join(folder, 'run'), ...named, '--store', 'embedded', '--ui', 'silent');
    assert.equal(resumed.code, 1, resumed.said);
    const again = await results();
    assert.deepEqual(outcomes(again), wanted);
    assert.equal(again.properties?.length, whole.properties?.length);
    assert.ok(conforms(again), JSON.stringify(conforms.errors));
  });
});
