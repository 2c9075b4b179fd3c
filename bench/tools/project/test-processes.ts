import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Rooms of pure functions, whose tests start nothing: to load the same modules for each file takes longer than to run it. */
const pure = ['scenarios', 'reports', 'bench/plan', 'bench/cells'];
/** These drive a browser, or fill a core for long. */
const alone = /browser|hostile/;
/** They take longest, and come first, so that none is left alone at the end. */
const longest = /attack-suite|e2e|browser|safety|sign-in-histories|development|endurance|side-by-side|hostile/;

/**
 * What a process of its own is to be run for: a test file, or a file that imports all tests of a room.
 * @param tests paths below the project without their ending
 * @returns paths below the project
 */
export async function testProcesses(root: string, tests: readonly string[]): Promise<string[]> {
  const folder = join('dist', '.tests');
  await mkdir(join(root, folder), { recursive: true });
  const roomOf = (test: string) => pure.find((room) => test.startsWith(`${room}/`) && !alone.test(test));
  const shared = pure.map(async (room) => {
    const own = tests.filter((test) => roomOf(test) === room);
    if (own.length < 2) return own.map(compiled);
    const path = join(folder, `${room.replace('/', '-')}.test.js`);
    await writeFile(join(root, path), own.map((test) => `import '../${test}.test.js';\n`).join(''));
    return [path];
  });
  const others = tests.filter((test) => roomOf(test) === undefined);
  const isLong = (test: string) => longest.test(test);
  return [
    ...[...others.filter(isLong), ...others.filter((test) => !isLong(test))].map(compiled),
    ...(await Promise.all(shared)).flat(),
  ];
}

function compiled(test: string): string {
  return `dist/${test}.test.js`;
}
