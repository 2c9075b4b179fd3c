import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findRuntimes } from './node-runtime.ts';

const own = process.versions.node;
const [major = ''] = own.split('.');
const nowhere = async () => undefined;

describe('a Node.js that servers are to run on', () => {
  let folder: string;
  /** A program that answers whatever it is asked with this. */
  const program = async (name: string, script: string) => {
    const path = join(folder, name);
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  };
  const saying = (name: string, node: string) =>
    program(name, `echo '{"node":"${node}","v8":"13.6","openssl":"3.5.0"}'`);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is the one that runs now, where that is the version', async () => {
    for (const asked of [major, own])
      assert.deepEqual(await findRuntimes([asked], nowhere), [
        { asked, path: process.execPath, node: own, v8: process.versions.v8, openssl: process.versions.openssl },
      ]);
  });

  it('is no other version that begins with the same digits', async () => {
    const asked: string[] = [];
    const find = async (version: string) => {
      asked.push(version);
      return undefined;
    };
    const wanted = [major.slice(0, 1), own.slice(0, -1), `${own}1`].filter((version) => !version.endsWith('.'));
    await assert.rejects(findRuntimes(wanted, find), { code: 'AB-E012' });
    assert.deepEqual(asked, wanted);
  });

  it('is found elsewhere by its version, or by its path, and is what it says that it is', async () => {
    const [cached, named] = [await saying('node-98', '98.23.5'), await saying('node-99', '99.12.1')];
    const found = await findRuntimes(['98', named], async (version) => (version === '98' ? cached : undefined));
    assert.deepEqual(
      found.map(({ asked, path, node }) => [asked, path, node]),
      [
        ['98', cached, '98.23.5'],
        [named, named, '99.12.1'],
      ],
    );
  });

  it('is there once, however often it is named', async () => {
    const found = await findRuntimes([major, process.execPath, own], nowhere);
    assert.deepEqual(
      found.map(({ asked }) => asked),
      [major],
    );
  });

  it('is refused with all others that will not do, each with its reason', async () => {
    const [silent, broken, old] = [
      await program('silent', 'echo hello'),
      await program('broken', 'echo "GLIBC_2.99 not found" >&2; exit 1'),
      await saying('node-20', '20.18.3'),
    ];
    await assert.rejects(findRuntimes([silent, broken, old, join(folder, 'none'), '98', '99.1.2'], nowhere), {
      code: 'AB-E012',
      exitCode: 64,
      message: [
        `--node ${silent}: ${silent} is no Node.js`,
        `--node ${broken}: ${broken} does not start: GLIBC_2.99 not found`,
        `--node ${old}: ${old} is Node.js 20.18.3, and 20.19 is the oldest that will do`,
        `--node ${folder}/none: ${folder}/none does not start: ENOENT`,
        "--node 98: neither this Node.js nor npm's cache has that version; npm keeps it after",
        '  npx --yes --package=node@98 -- node --version',
        "--node 99.1.2: neither this Node.js nor npm's cache has that version; npm keeps it after",
        '  npx --yes --package=node@99.1.2 -- node --version',
      ].join('\n       '),
    });
  });
});
