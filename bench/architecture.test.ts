import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const rooms = ['servers', 'scenarios', 'reports', 'bench'] as const;
type Room = (typeof rooms)[number];

/** Rooms of which the given one may use values, beside itself; of `mayName` it may take types. */
const mayRun: Record<Room, readonly Room[]> = {
  servers: [],
  scenarios: [],
  reports: [],
  bench: ['servers', 'scenarios', 'reports'],
};
const mayName: Record<Room, readonly Room[]> = { ...mayRun, scenarios: ['servers'] };

/** Folders of the bench, each built on those before it alone. Files beside them, as `errors.ts`, are for all. */
const folders = [
  ...['machine', 'store', 'driver', 'runs', 'cluster', 'targets', 'plan', 'cells', 'live'],
  ...['generator', 'load', 'agents', 'attacks', 'checks', 'run', 'cli', 'library', 'tools'],
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

const all = await imports();

describe('the four rooms', () => {
  it('take types to the left only, and reports from nobody: servers ← scenarios ← bench → reports', () => {
    const wrong = crossings().filter(({ from, to }) => !mayName[roomOf(from)].includes(roomOf(to)));
    assert.deepEqual(wrong, []);
  });

  it('run nothing of each other, except bench, which puts all together', () => {
    const wrong = crossings().filter(
      ({ from, to, typesOnly }) => !typesOnly && !mayRun[roomOf(from)].includes(roomOf(to)),
    );
    assert.deepEqual(wrong, []);
  });

  it('are looked at, and not empty', () => {
    const seen = new Set(crossings().map(({ from, to }) => `${roomOf(from)}>${roomOf(to)}`));
    assert.deepEqual([...seen].sort(), ['bench>reports', 'bench>scenarios', 'bench>servers', 'scenarios>servers']);
  });
});

describe('the folders of the bench', () => {
  const inBench = all.filter(({ from, to }) => [from, to].every((file) => roomOf(file) === 'bench'));

  it('are those in the table of their order', () => {
    const found = new Set(inBench.flatMap(({ from }) => folderOf(from) ?? []));
    assert.deepEqual([...found].sort(), [...folders].sort());
  });

  it('import only folders that stand before them', (test) => {
    for (const line of tableOf(inBench)) test.diagnostic(line);
    const rank = (file: string) => folders.indexOf(folderOf(file) ?? '');
    assert.deepEqual(
      inBench.filter(({ from, to }) => rank(to) > rank(from)),
      [],
    );
  });
});

describe('files', () => {
  it('never import each other in a circle', () => {
    const next = new Map<string, Import[]>();
    for (const one of all) next.set(one.from, [...(next.get(one.from) ?? []), one]);
    const done = new Set<string>();
    const circle = (file: string, path: readonly string[]): string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const { to } of next.get(file) ?? []) {
        const found = circle(to, [...path, file]);
        if (found) return found;
      }
      done.add(file);
      return undefined;
    };
    assert.deepEqual(
      [...next.keys()].flatMap((file) => circle(file, []) ?? []),
      [],
    );
  });
});

function crossings(): Import[] {
  return all.filter(({ from, to }) => roomOf(from) !== roomOf(to));
}

/** How many imports each folder has of each other one: nothing may stand right of the diagonal. */
function tableOf(found: readonly Import[]): string[] {
  const count = (from: string, to: string) =>
    found.filter((one) => folderOf(one.from) === from && folderOf(one.to) === to).length;
  return folders.map((from) => {
    const cells = folders.map((to) => (from === to ? '·' : count(from, to) || '').toString().padStart(4));
    return from.padEnd(10) + cells.join('');
  });
}

/** Of all files that are no tests. */
async function imports(): Promise<Import[]> {
  const found: Import[] = [];
  for (const room of rooms) {
    const files = await readdir(join(root, room), { recursive: true });
    for (const name of files.filter((name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name))) {
      const from = join(room, name);
      const source = await readFile(join(root, from), 'utf8');
      for (const [, typed, path] of source.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'(\.[^']+)';/gm))
        found.push({
          from,
          to: relative(root, join(root, dirname(from), path ?? '')),
          typesOnly: typed !== undefined,
        });
    }
  }
  return found;
}

function roomOf(file: string): Room {
  const room = rooms.find((room) => file.startsWith(`${room}/`));
  assert.ok(room, `${file} is in no room`);
  return room;
}

/** Undefined for a file that stands in none. */
function folderOf(file: string): string | undefined {
  const [, folder, ...rest] = file.split('/');
  return rest.length > 0 ? folder : undefined;
}
