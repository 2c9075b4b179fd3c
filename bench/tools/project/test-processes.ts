import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Rooms whose tests share a process: to load the same modules for each file takes longer than to run it. */
const shared = [
  'scenarios',
  'reports',
  'servers/schemes',
  'servers/tokens',
  'bench/agents',
  'bench/cells',
  'bench/load',
  'bench/plan',
  'bench/targets/external',
];
/** These drive a browser, start processes, measure what their own costs, or fill a core for long. */
const alone = /browser|hostile|measur|pilot|judged|open-target|secrets|consent|signing-key/;
/** They take longest, and come first, so that none is left alone at the end. */
const longest =
  /attack-suite|e2e|page\.browser|hostile|development|init-target|commands\/commands|judged|generator\/generator|cli\/program|sign-in-histories|http\/limits/;

/**
 * What a process of its own is to be run for: a test file, or a file that imports all tests of a room.
 * @param tests paths below the project without their ending
 * @returns paths below the project
 */
export async function testProcesses(root: string, tests: readonly string[]): Promise<string[]> {
  const folder = join('dist', '.tests');
  await mkdir(join(root, folder), { recursive: true });
  const roomOf = (test: string) => shared.find((room) => test.startsWith(`${room}/`) && !alone.test(test));
  const ofRooms = shared.map(async (room) => {
    const own = tests.filter((test) => roomOf(test) === room);
    if (own.length < 2) return own.map(compiled);
    const path = join(folder, `${room.replaceAll('/', '-')}.test.js`);
    await writeFile(join(root, path), own.map((test) => `import '../${test}.test.js';\n`).join(''));
    return [path];
  });
  const others = tests.filter((test) => roomOf(test) === undefined);
  const isLong = (test: string) => longest.test(test);
  return [
    ...others.filter(isLong).map(compiled),
    ...(await Promise.all(ofRooms)).flat(),
    ...others.filter((test) => !isLong(test)).map(compiled),
  ];
}

function compiled(test: string): string {
  return `dist/${test}.test.js`;
}
