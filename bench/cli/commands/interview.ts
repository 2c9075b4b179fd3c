import { asked, type Given, readRequirements } from '../../../reports/advice/requirements.ts';
import type { Ask } from '../../targets/external/describe/ask.ts';

/**
 * Asks for each requirement. An empty line is no requirement, one that cannot be read is asked for again, and the end
 * of the lines is the end of the questions.
 */
export async function interview(ask: Ask): Promise<Given> {
  const answers: Record<string, string> = {};
  for (const [name, { ask: question, takes }] of asked) {
    const example = examples[takes];
    const text = await ask(`${question} (${takes}${example ? `, such as ${example}` : ''}, or nothing)`, (typed) =>
      typed === '' ? undefined : readRequirements({ [name]: typed }).problems[0]?.message,
    );
    if (text === undefined) return answers;
    if (text !== '') answers[name] = text;
  }
  return answers;
}

const examples: Readonly<Record<string, string>> = { time: '5s or 8h', bytes: '8KiB', count: '3' };
