import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);

/** A checkout has the settings of the compiler; what npm installed has not. */
export const isCheckout = existsSync(new URL('tsconfig.json', root));

/** A command of this program as it is typed here: `npm run bench -- list`, or `npx authbench list`. Without words the main job. */
export function command(words = ''): string {
  if (isCheckout) return words === '' ? 'npm run bench' : `npm run bench -- ${words}`;
  return `npx authbench ${words || 'run'}`;
}

/** Where a reader finds a file of this project, whose path is given from its root, from where they are. */
export function shipped(path: string): string {
  return isCheckout ? path : relative(process.cwd(), fileURLToPath(new URL(path, root)));
}
