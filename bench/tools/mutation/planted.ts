import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const Edit = z.strictObject({ file: z.string(), find: z.string(), replace: z.string() });

/** A slip as people make them, or a change that harms nobody, in a copy of our servers. */
const Planted = z.strictObject({
  id: z.string(),
  what: z.string(),
  /** Where it can be seen; each is attacked. */
  schemes: z.array(z.string()).min(1),
  edits: z.array(Edit).min(1),
});
export type Planted = z.infer<typeof Planted>;
export type Edit = z.infer<typeof Edit>;

/** @throws ZodError naming what is not as it should be in the file */
export async function readPlanted(path: string | URL): Promise<Planted[]> {
  return z.array(Planted).parse(parse(await readFile(path, 'utf8')));
}

/** @throws RangeError where the text is not there exactly once: it would be planted elsewhere than it was meant. */
export function edited(source: string, { file, find, replace }: Edit): string {
  const parts = source.split(find.trimEnd());
  if (parts.length !== 2) throw new RangeError(`${file} holds ${parts.length - 1} times: ${find}`);
  return parts.join(replace.trimEnd());
}
