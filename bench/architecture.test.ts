import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const rooms = ['servers', 'scenarios', 'reports', 'bench'] as const;
type Room = (typeof rooms)[number];

/** Rooms of which the given one may use values, beside itself; of those to the left it may always take types. */
const mayRun: Record<Room, readonly Room[]> = {
  servers: [],
  scenarios: [],
  reports: [],
  bench: ['servers', 'scenarios', 'reports'],
};

interface Import {
  readonly file: string;
  readonly to: Room;
  readonly typesOnly: boolean;
}

describe('the four rooms', () => {
  it('import to the left only: servers ← scenarios ← reports ← bench', async () => {
    const wrong = (await crossings()).filter(({ file, to }) => rooms.indexOf(to) > rooms.indexOf(roomOf(file)));
    assert.deepEqual(wrong, []);
  });

  it('take only types across a border, except bench, which puts all together', async () => {
    const wrong = (await crossings()).filter(
      ({ file, to, typesOnly }) => !typesOnly && !mayRun[roomOf(file)].includes(to),
    );
    assert.deepEqual(wrong, []);
  });

  it('are looked at, and not empty', async () => {
    const seen = new Set((await crossings()).map(({ file, to }) => `${roomOf(file)}>${to}`));
    assert.deepEqual(
      [...seen].sort(),
      ['bench>reports', 'bench>scenarios', 'bench>servers', 'reports>scenarios', 'scenarios>servers'].filter((pair) =>
        seen.has(pair),
      ),
    );
    assert.ok(seen.has('bench>servers') && seen.has('scenarios>servers'));
  });
});

async function crossings(): Promise<Import[]> {
  const found: Import[] = [];
  for (const room of rooms) {
    const files = await readdir(join(root, room), { recursive: true });
    for (const name of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))) {
      const file = join(room, name);
      const source = await readFile(join(root, file), 'utf8');
      for (const [, typed, path] of source.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'(\.[^']+)';/gm)) {
        const to = roomOf(relative(root, join(root, dirname(file), path ?? '')));
        if (to !== room) found.push({ file, to, typesOnly: typed !== undefined });
      }
    }
  }
  return found;
}

function roomOf(file: string): Room {
  const room = rooms.find((room) => file.startsWith(`${room}/`));
  assert.ok(room, `${file} is in no room`);
  return room;
}
