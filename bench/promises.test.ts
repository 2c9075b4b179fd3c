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
    assert.deepEqual(found(await sources(), keptMeanwhile), []);
  });

  it('is awaited before it is returned by whoever ends what they own', async () => {
    const all = await sources();
    const names = asyncNames([...all.values()]);
    assert.ok(names.has('finishRun'));
    assert.deepEqual(
      found(all, (source) => returnedUnawaited(source, names)),
      [],
    );
  });

  it('is seen to be returned too early by its name, also from within a block, and not from a function inside', () => {
    const returned = (...lines: string[]) =>
      returnedUnawaited(
        ['async function one() {', ...lines.map((line) => `  ${line}`), '}'].join('\n'),
        new Set(['finish']),
      ).length;
    const owned = 'await using folder = await open();';
    assert.equal(returned(owned, 'return finish(folder);'), 1);
    assert.equal(returned('using _ = limit();', 'if (x) {', '  return folder.finish(', '    x,', '  );', '}'), 1);
    assert.equal(returned(owned, 'return await finish(folder);'), 0);
    assert.equal(returned(owned, 'return sum(folder);'), 0);
    assert.equal(returned('return finish(folder);', owned), 0);
    assert.equal(returned(owned, 'await each(async () => {', '  return finish(folder);', '});'), 0);
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

async function sources(): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>();
  for (const room of ['servers', 'scenarios', 'reports', 'bench'])
    for (const name of await readdir(join(root, room), { recursive: true }))
      if (name.endsWith('.ts') && !name.endsWith('.test.ts'))
        all.set(join(room, name), await readFile(join(root, room, name), 'utf8'));
  return all;
}

function found(all: ReadonlyMap<string, string>, faults: (source: string) => string[]): string[] {
  return [...all].flatMap(([file, source]) => faults(source).map((line) => `${file}: ${line.trim()}`));
}

/** Of functions and methods that are declared to give a promise. */
function asyncNames(all: readonly string[]): ReadonlySet<string> {
  const declared =
    /\basync (?:function )?(\w+)\(|^ *(?:export )?(?:function )?(\w+)\(.*\): Promise<|const (\w+) = async\b/gm;
  return new Set(all.flatMap((source) => [...source.matchAll(declared)].map(([, a, b, c]) => a ?? b ?? c ?? '')));
}

/** Returns of a call of one of these, after `using` in the same function. It goes by the lines that the formatter makes. */
function returnedUnawaited(source: string, names: ReadonlySet<string>): string[] {
  const lines = source.split('\n');
  return lines.flatMap((line, at) => {
    const [, indent] = /^( *)(?:await )?using /.exec(line) ?? [];
    if (indent === undefined) return [];
    const rest = lines.slice(at + 1);
    const end = rest.findIndex((one) => one !== '' && !one.startsWith(indent));
    let inside: string | undefined;
    return rest.slice(0, end).filter((one) => {
      const [own = ''] = /^ */.exec(one) ?? [];
      if (inside !== undefined && own.length <= inside.length) inside = undefined;
      if (
        inside === undefined &&
        /(?:=> \{|\bfunction\b.*\{|^ *(?:async )?(?!if|for|while|switch|catch)\w+\(.*\) \{)$/.test(one)
      )
        inside = own;
      const [, name = ''] = /^ *(?:if \(.*\) )?return (?:\w+\.)*(\w+)\((?!.*(?:\bawait\b|===))/.exec(one) ?? [];
      return inside === undefined && names.has(name);
    });
  });
}

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
const cannotFail =
  /^(?:await |performance\.now\(\)|later\(|new (?:Set|Map)\b|new Promise(?:<\w+>)?\(\(resolve\)|Promise\.resolve\(\))/;
