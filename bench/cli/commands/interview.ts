import { asked, type Given, readRequirements } from '../../../reports/advice/requirements.ts';
import type { Ask } from '../../targets/external/describe/ask.ts';
import { askEach } from '../ask-each.ts';

/** Asks for each requirement; an empty line is no requirement. */
export async function interview(ask: Ask): Promise<Given> {
  return askEach(ask, asked, (name, typed) =>
    typed === '' ? undefined : readRequirements({ [name]: typed }).problems[0]?.message,
  );
}
