import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Should a promise fail while another one is awaited, it is nobody's: Node.js ends the process, and the run is lost.
 * `together` awaits both; `later` keeps what must have begun before.
 */
describe('a promise', () => {
  it('is not kept while another one is awaited', async () => {
    const found: string[] = [];
    for (const room of ['servers', 'scenarios', 'reports', 'bench']) {
      const files = await readdir(join(root, room), { recursive: true });
      for (const name of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))) {
        const file = join(room, name);
        found.push(...keptMeanwhile(await readFile(join(root, file), 'utf8')).map((line) => `${file}: ${line}`));
      }
    }
    assert.deepEqual(found, []);
  });

  const kept = (...lines: string[]) =>
    keptMeanwhile(['async function one() {', ...lines.map((line) => `  ${line}`), '}'].join('\n')).length;

  it('is seen to be kept in each way that there is', () => {
    const begun = 'const work = begin(stage);';
    assert.equal(kept(begun, 'const held = await signIn();', 'return { held, work: await work };'), 1);
    assert.equal(kept(begun, 'for (;;) await step();', 'await Promise.all([work, others]);'), 1);
    assert.equal(
      kept(
        'const all = users.map((user) => {',
        '  return signIn(user);',
        '});',
        'await a();',
        'await together(...all);',
      ),
      1,
    );
    assert.equal(kept('let work: Promise<void> | undefined = begin();', 'if (x) await y();', 'await work;'), 1);
  });

  it('is kept by nobody who awaits it next, or keeps it as it should be', () => {
    const begun = 'const work = begin(stage);';
    assert.equal(kept(begun, 'await work;', 'await other();'), 0);
    assert.equal(kept(begun, 'const [a, b] = await together(work, other());'), 0);
    assert.equal(kept('const work = later(begin());', 'await other();', 'await work;'), 0);
    assert.equal(kept('const work = await begin();', 'await other();', 'await work.end();'), 0);
    assert.equal(kept('const names = list();', 'await other();', 'await Promise.all(names.map(begin));'), 0);
  });
});

/** Declarations that are awaited, by their name, after something else was. It goes by the lines that the formatter makes. */
function keptMeanwhile(source: string): string[] {
  const lines = source.split('\n');
  return lines.filter((line, at) => {
    const [, indent, name, value = ''] = /^( *)(?:const|let) (\w+)(?:: [^=]+)? = (.*)$/.exec(line) ?? [];
    if (indent === undefined || name === undefined || !isCall.test(value) || cannotFail.test(value)) return false;
    const isOfThisLevel = (one: string) => one.startsWith(indent) && one[indent.length] !== ' ';
    let rest = lines.slice(at + 1);
    // the rest of the declaration may await inside of it
    if (!line.endsWith(';')) rest = rest.slice(rest.findIndex((one) => isOfThisLevel(one) && one.endsWith(';')) + 1);
    const end = rest.findIndex((one) => one !== '' && !one.startsWith(indent));
    const awaits = rest.slice(0, end).filter((one) => /\bawait\b/.test(one));
    return awaits.findIndex((one) => awaited(one).includes(name)) > 0;
  });
}

/** What a line awaits by its name, by itself or among others. */
function awaited(line: string): string[] {
  const alone = [...line.matchAll(/\bawait (\w+)\b(?![\w.(?[`])/g)].map(([, name = '']) => name);
  const [, among = ''] = /\bawait (?:Promise\.\w+|together)\((.*)/.exec(line) ?? [];
  const flat = among.replace(/\([^()]*\)/g, '').split(')')[0] ?? '';
  return [...alone, ...flat.split(/[[\],]/).map((one) => one.trim().replace(/^\.\.\./, ''))];
}

const isCall = /^(?!async |function |\([^()]*\)[^()]* => )[\w.[\]()]+\(|^new Promise/;
const cannotFail = /^(?:await |later\(|new (?:Set|Map)\b|new Promise(?:<\w+>)?\(\(resolve\)|Promise\.resolve\(\))/;
