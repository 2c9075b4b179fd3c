import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { proportion } from '../../../reports/statistics/proportion.ts';
import { disposeAll } from '../../machine/dispose.ts';
import { createRandom, shuffled } from '../../machine/random.ts';
import { inParallel } from '../../machine/workers.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { attackerOf } from './attacker-process.ts';
import { buildFrom, copyOf } from './edited-build.ts';
import { judgeMutants } from './judge-mutants.ts';
import { activate, type Mutant, writeMutants } from './mutants.ts';
import { schemesOf, servedFiles } from './schemes-of.ts';
import { openScoreStore } from './score-store.ts';
import { type Survey, surveyed } from './survey.ts';

/**
 * Usage: `node dist/bench/tools/mutation/score-main.js [PATH]… [--sample N] [--seed N] [--shard K/N] [--workers N] [--mutant ID]… [--scheme ID]… [--schemes N] [--browser PATH]`.
 * The mutation score of the contract and the attacks: how many of Stryker's small changes of our servers they notice. One
 * build holds all mutants; each is made active in turn, and attacked with what comes to it until something comes out
 * otherwise than it should, on so many schemes that are built from its file, or on those of them that are named. What became
 * of each stands in reports/mutation as soon as it is known, and a run goes on from there; a mutant that is named is tried
 * anew, and an attack that is added wants new surveys: remove those. Prints a line of JSON for each, and at last the score.
 * PATH is a file or folder below the root of the project; without one it is all that keeps people signed in.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    shard: { type: 'string', default: '1/1' },
    workers: { type: 'string', default: '2' },
    mutant: { type: 'string', multiple: true },
    scheme: { type: 'string', multiple: true },
    schemes: { type: 'string', default: '2' },
    browser: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folders = ['schemes', 'tokens', 'http', 'store', 'accounts', 'routes.ts', 'administration.ts'].map(
  (name) => `servers/${name}`,
);
const withinMs = 600_000;

const { schemes, variants } = await readCatalogue();
const ids = [...schemes, ...variants].map(({ id }) => id);
const served = await servedFiles(root, ids);
const files = (await Promise.all((positionals.length > 0 ? positionals : folders).map(sourcesIn))).flat();
let mutants: Mutant[] = [];
await using build = await buildFrom(async (folder) => {
  mutants = await writeMutants(folder, files);
});
const workers = await Promise.all(Array.from({ length: Number(values.workers) }, () => copyOf(build)));
await using _ = { [Symbol.asyncDispose]: () => disposeAll(...workers) };

const [shard = 1, shards = 1] = values.shard.split('/').map(Number);
const schemesFor = (file: string) => schemesOf(root, file, values.scheme ?? ids);
const attacked = new Map(await Promise.all(files.map(async (file) => [file, await schemesFor(file)] as const)));
const eligible = mutants.filter(({ file }) => attacked.get(file)?.length);
const all = shuffled(eligible, createRandom(Number(values.seed)));
const sample = all.slice(0, Number(values.sample ?? all.length)).filter((_, i) => i % shards === shard - 1);
const mine = values.mutant ? mutants.filter(({ id }) => values.mutant?.includes(id)) : sample;

const store = await openScoreStore(join(root, 'reports/mutation'), mutants);
const known = values.mutant ? new Map() : await store.judged();
const wanted = new Set(mine.flatMap(({ file }) => attacked.get(file) ?? []));
const surveys: Survey[] = [];
await inParallel([...wanted], workers, async (scheme, { folder }) => {
  surveys.push(await store.survey(scheme, () => surveyIn(folder, scheme)));
});

const started = performance.now();
// neighbours together: what comes to the one comes to the others
const inOrder = mine.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
await Promise.all(
  workers.map(async ({ folder }, i) => {
    await using attacker = attackerOf(folder, values.browser);
    const part = inOrder.slice((i * inOrder.length) / workers.length, ((i + 1) * inOrder.length) / workers.length);
    const judged = judgeMutants(part, (active, order) => attacker.attack(active, { once: true, ...order }, withinMs), {
      schemesOf: (file) => attacked.get(file) ?? [],
      most: Number(values.schemes),
      surveyed: surveyed(surveys),
      known,
    });
    for await (const one of judged) {
      await store.note(one);
      console.log(JSON.stringify(one));
    }
  }),
);

const found = await store.judged();
const states = mine.map(({ id }) => found.get(id)?.state ?? 'left');
const count = (state: (typeof states)[number]) => states.filter((one) => one === state).length;
const lived = count('survived') + count('not reached');
const noticed = count('caught') + count('silenced');
const of = noticed + lived;
const { low, high } = proportion(noticed, of);
const percent = (value: number) => `${Math.round(100 * value)} %`;
console.log(
  `${noticed} of ${of} noticed, ${percent(noticed / of)} (95 % interval ${percent(low)} to ${percent(high)}), ` +
    `${count('silenced')} of them by an attack without a verdict; ` +
    `${count('left')} not tried to the end; nothing comes to ${count('not reached')} of them; ${count('does not start')} do not start; ` +
    `${eligible.length} mutants in all; ${Math.round((performance.now() - started) / 1_000)} s after the surveys`,
);

async function surveyIn(folder: string, scheme: string): Promise<Survey> {
  await activate(folder, []);
  const words = [scheme, String(1 + Math.max(...mutants.map(({ id }) => Number(id)))), values.browser ?? []].flat();
  const entry = join(folder, 'dist/bench/tools/mutation/survey-main.js');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [entry, ...words], { maxBuffer: 2 ** 28 });
  process.stderr.write(stderr);
  return JSON.parse(stdout);
}

/** Those that servers are built from. */
async function sourcesIn(path: string): Promise<string[]> {
  const names = path.endsWith('.ts') ? [''] : await readdir(join(root, path), { recursive: true });
  return names
    .map((name) => (name === '' ? path : `${path}/${name}`))
    .filter((file) => served.has(file))
    .toSorted();
}
