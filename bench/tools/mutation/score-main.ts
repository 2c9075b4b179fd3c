import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { proportion } from '../../../reports/statistics/proportion.ts';
import { createRandom, shuffled } from '../../machine/random.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { attackerOf } from './attacker-process.ts';
import { buildFrom } from './edited-build.ts';
import { judgeMutants } from './judge-mutants.ts';
import { type Mutant, writeMutants } from './mutants.ts';
import { schemesOf, servedFiles } from './schemes-of.ts';

/**
 * Usage: `node dist/bench/tools/mutation/score-main.js [PATH]… [--sample N] [--seed N] [--shard K/N] [--mutant ID]… [--schemes N] [--browser PATH]`.
 * The mutation score of the contract and the attacks: how many of Stryker's small changes of our servers they notice. One
 * build holds all mutants; each is made active in turn, and attacked until something comes out otherwise than it should,
 * on so many schemes that are built from its file. Prints a line of JSON for each, and at last the score. PATH is
 * a file or folder below the root of the project; without one it is all that keeps people signed in.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    shard: { type: 'string', default: '1/1' },
    mutant: { type: 'string', multiple: true },
    schemes: { type: 'string', default: '2' },
    browser: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folders = ['schemes', 'tokens', 'http', 'store', 'accounts', 'routes.ts', 'administration.ts'].map(
  (name) => `servers/${name}`,
);
const withinMs = 300_000;

const { schemes, variants } = await readCatalogue();
const ids = [...schemes, ...variants].map(({ id }) => id);
const served = await servedFiles(root, ids);
const files = (await Promise.all((positionals.length > 0 ? positionals : folders).map(sourcesIn))).flat();
let mutants: Mutant[] = [];
await using build = await buildFrom(async (folder) => {
  mutants = await writeMutants(folder, files);
});
await using attacker = attackerOf(build.folder, values.browser);

const [shard = 1, shards = 1] = values.shard.split('/').map(Number);
const all = shuffled(mutants, createRandom(Number(values.seed)));
const sample = all.slice(0, Number(values.sample ?? all.length)).filter((_, i) => i % shards === shard - 1);
const mine = values.mutant ? mutants.filter(({ id }) => values.mutant?.includes(id)) : sample;

const counts = { caught: 0, survived: 0, 'does not start': 0 };
const judged = judgeMutants(
  mine,
  (file) => schemesOf(root, file, ids, Number(values.schemes)),
  (active, order) => attacker.attack(active, { ...order, once: true }, withinMs),
);
for await (const one of judged) {
  counts[one.state] += 1;
  console.log(JSON.stringify(one));
}
const of = counts.caught + counts.survived;
const { low, high } = proportion(counts.caught, of);
const percent = (value: number) => `${Math.round(100 * value)} %`;
console.log(
  `${counts.caught} of ${of} noticed, ${percent(counts.caught / of)} (95 % interval ${percent(low)} to ${percent(high)}); ` +
    `${counts['does not start']} do not start; ${mutants.length} mutants in ${files.length} files`,
);

/** Those that servers are built from. */
async function sourcesIn(path: string): Promise<string[]> {
  const names = path.endsWith('.ts') ? [''] : await readdir(join(root, path), { recursive: true });
  return names
    .map((name) => (name === '' ? path : `${path}/${name}`))
    .filter((file) => served.has(file))
    .toSorted();
}
