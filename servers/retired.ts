import { z } from 'zod';
import { ConfigError } from './http/errors.ts';

/** A key that no longer signs, and verifies until then, in ms since 1970. */
export interface Retired {
  readonly key: string;
  readonly until: number;
}

const List = z.array(z.object({ key: z.string(), until: z.number().positive() }));

/** @throws ConfigError naming the variable, never what it holds. */
export function readRetired(variable: string, text: string): readonly Retired[] {
  if (text === '') return [];
  try {
    return List.parse(JSON.parse(text));
  } catch {
    throw new ConfigError([`${variable}: give a JSON array of {"key", "until"}, until in ms since 1970`]);
  }
}
