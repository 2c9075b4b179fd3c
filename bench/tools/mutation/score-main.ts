import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRandom, shuffled } from '../../machine/random.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { attackBuild } from './attack-build.ts';
import { buildFrom } from './edited-build.ts';
import { activate, type Mutant, writeMutants } from './mutants.ts';
import { schemesOf } from './schemes-of.ts';

/**
 * Usage: `node dist/bench/tools/mutation/score-main.js [PATH]… [--sample N] [--seed N] [--shard K/N] [--browser PATH]`.
 * The mutation score of the contract and the attacks: how many of Stryker's small changes of our servers they notice. One
 * build holds all mutants; each is made active in turn, and attacked until something comes out otherwise than it should.
 * Prints a line of JSON for each, and at last the score. PATH is a file or folder below the root of the project; without
 * one it is all that keeps people signed in.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    shard: { type: 'string', default: '1/1' },
    browser: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folders = ['schemes', 'tokens', 'http', 'store', 'accounts', 'routes.ts'].map((name) => `servers/${name}`);
const withinMs = 600_000;

const files = (await Promise.all((positionals.length > 0 ? positionals : folders).map(sourcesIn))).flat();
let mutants: Mutant[] = [];
await using build = await buildFrom(async (folder) => {
  mutants = await writeMutants(folder, files);
});
const { schemes, variants } = await readCatalogue();
const ids = [...schemes, ...variants].map(({ id }) => id);

const [shard = 1, shards = 1] = values.shard.split('/').map(Number);
const all = shuffled(mutants, createRandom(Number(values.seed)));
const mine = all.slice(0, Number(values.sample ?? all.length)).filter((_, i) => i % shards === shard - 1);
let caught = 0;
for (const mutant of mine) {
  const found = await noticed(mutant);
  if (found !== undefined) caught += 1;
  console.log(JSON.stringify({ ...mutant, caught: found ?? null }));
}
console.log(`${caught} of ${mine.length} noticed, of ${mutants.length} mutants in ${files.length} files`);

async function noticed({ id, file }: Mutant): Promise<string | undefined> {
  await activate(build.folder, id);
  for (const scheme of await schemesOf(root, file, ids)) {
    const { caught } = await attackBuild(build.folder, scheme, { browser: values.browser, withinMs });
    if (caught) return `${scheme}, ${caught}`;
  }
  return undefined;
}

async function sourcesIn(path: string): Promise<string[]> {
  if (path.endsWith('.ts')) return [path];
  const names = await readdir(join(root, path), { recursive: true });
  return names.filter((name) => /(?<!\.test|\.fixture|\.contract)\.ts$/.test(name)).map((name) => `${path}/${name}`);
}
