import { parseArgs } from 'node:util';
import { type Attacked, attackBuild } from './attack-build.ts';
import { buildEdited } from './edited-build.ts';
import { type Planted, readPlanted } from './planted.ts';

/**
 * Usage: `node dist/bench/tools/mutation/planted-main.js FILE… [--only WORD]… [--attack ID]… [--browser PATH]`, with the files of
 * bench/tools/mutation/planted or others of their form.
 * Plants each change that the files describe in a copy of the build, attacks it, and tells which attack noticed: all should
 * be noticed where they are defects, and none where they are harmless.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    attack: { type: 'string', multiple: true },
    browser: { type: 'string' },
  },
});
const planted = (await Promise.all(positionals.map((path) => readPlanted(path)))).flat();
const wanted = planted.filter(({ id }) => values.only?.some((word) => id.includes(word)) ?? true);
let noticed = 0;
for (const one of wanted) {
  const found = await attacked(one);
  if (found.some(({ caught }) => caught)) noticed += 1;
  for (const { scheme, caught, undecided } of found)
    console.log(
      `${one.id.padEnd(40)} ${scheme.padEnd(13)} ${caught ?? '-'}${undecided ? ` (no verdict: ${undecided})` : ''}`,
    );
}
console.log(`${noticed} of ${wanted.length} noticed`);

async function attacked({ edits, schemes }: Planted): Promise<Attacked[]> {
  await using build = await buildEdited(edits);
  const found: Attacked[] = [];
  for (const scheme of schemes)
    found.push(await attackBuild(build.folder, scheme, { attacks: values.attack, browser: values.browser }));
  return found;
}
