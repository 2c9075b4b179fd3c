import { asked, type Given, readRequirements } from '../../reports/advice/requirements.ts';

/**
 * Asks for each requirement. An empty line is no requirement, one that cannot be read is asked for again, and the end
 * of the lines is the end of the questions.
 */
export async function interview(lines: AsyncIterable<string>, say: (text: string) => void): Promise<Given> {
  const answers: Record<string, string> = {};
  const next = lines[Symbol.asyncIterator]();
  for (const [name, { ask, takes }] of asked) {
    for (;;) {
      say(`${ask} (${takes}, or nothing) `);
      const line = await next.next();
      if (line.done) return answers;
      const text = line.value.trim();
      const [problem] = text === '' ? [] : readRequirements({ [name]: text }).problems;
      if (text !== '' && !problem) answers[name] = text;
      if (!problem) break;
      say(`  ${problem.message}\n`);
    }
  }
  return answers;
}
