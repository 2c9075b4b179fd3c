import type { Traits } from './scheme.ts';
import type { Defence } from './weakness.ts';

/** Where the identifiers of a scheme are made, which a weakness makes otherwise. */
export function identifierDrawn({ ambient, renewal }: Traits): Defence {
  if (ambient === 'every-request') return { file: 'servers/koa-sessions.ts', line: 'genid:' };
  if (renewal === 'none') return { file: 'servers/schemes/{scheme}.ts', line: 'const token = draw(' };
  return { file: 'servers/tokens/token-family.ts', line: 'const token = joined(' };
}
