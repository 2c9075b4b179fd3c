import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { parse } from 'yaml';
import { BenchError } from '../../../../errors.ts';
import type { Hints } from '../discovery/discover-target.ts';
import { withoutSecrets } from './client-secrets.ts';
import { fromCurl, isCurl } from './from-curl.ts';
import { fromHar } from './from-har.ts';
import { fromOpenApi } from './from-openapi.ts';
import { hintsIn, type Known } from './recorded.ts';

/** What a file, or what was pasted, tells of a login. */
export interface Imported {
  readonly origin: string | undefined;
  readonly hints: Hints;
  /** What is missing in it, and how to get it. */
  readonly missing?: string | undefined;
}

/**
 * Reads an HTTP archive, an OpenAPI description (JSON or YAML) or pasted curl commands.
 * @param from a file, or `-` for standard input
 * @throws BenchError AB-E008 for what is none of them
 */
export async function imported(from: string, known: Known): Promise<Imported> {
  return importedText(await read(from), known, from);
}

export function importedText(text: string, known: Known, from = '-'): Imported {
  if (isCurl(text)) return withoutSecrets(hintsIn(fromCurl(text), known));
  const data = dataIn(text, from);
  if (typeof data === 'object' && data !== null && 'log' in data) {
    const { recorded, missing } = fromHar(data);
    return { ...withoutSecrets(hintsIn(recorded, known)), missing };
  }
  return fromOpenApi(data);
}

function dataIn(text: string, from: string): unknown {
  try {
    // JSON is YAML
    return parse(text);
  } catch (cause) {
    throw new BenchError('AB-E008', `${from} is no HTTP archive, OpenAPI description or curl command`, { cause });
  }
}

async function read(from: string): Promise<string> {
  if (from === '-') return textOf(process.stdin);
  try {
    return await readFile(from, 'utf8');
  } catch (cause) {
    throw new BenchError('AB-E008', `${from} cannot be read`, { cause });
  }
}
