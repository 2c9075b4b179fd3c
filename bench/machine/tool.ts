import { readFileSync } from 'node:fs';
import { z } from 'zod';

const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');

/** What made a file, as package.json says it. */
export const tool = z
  .object({ name: z.literal('authbench'), version: z.string(), homepage: z.url().optional() })
  .parse(JSON.parse(text));
