import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where tests lie beside the sources that they are about: those first whose tests take long, so that none is left alone. */
const rooms = ['bench', 'servers', 'reports', 'scenarios'];

/** Tests of this name run whole benches one after another, for longer than a newcomer waits: `npm run test:slow`. */
const slow = '.slow';

/**
 * The tests of the project, as paths below it without their ending: `bench/run/runner`. They are those of its sources, so
 * that what an earlier build left behind is none.
 * @param wanted parts of such a path, or the path of a source or of what it was compiled to; all but the slow ones where
 *   there is none
 */
export async function testFiles(root: string, wanted: readonly string[] = []): Promise<string[]> {
  const names = await Promise.all(
    rooms.map(async (room) => (await readdir(join(root, room), { recursive: true })).map((name) => join(room, name))),
  );
  const tests = names.flatMap((room) =>
    room
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => name.slice(0, -'.test.ts'.length))
      .sort(),
  );
  const parts = wanted.map((part) => part.replace(/^(\.\/)?(dist\/)?/, '').replace(/(\.test)?\.[jt]s$/, ''));
  return tests.filter((test) =>
    parts.length === 0 ? !test.endsWith(slow) : parts.some((part) => `${test}.test`.includes(part)),
  );
}
