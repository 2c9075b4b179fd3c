import { type Question, questions, Requirements } from '../../reports/advice/requirements.ts';

export type Given = Partial<Record<keyof Requirements, string>>;

/** Every requirement and how it is asked. */
export const asked = Object.entries(questions) as [keyof Requirements, Question][];

/**
 * Asks for each requirement. An empty line is no requirement, one that cannot be read is asked for again, and the end
 * of the lines is the end of the questions.
 */
export async function interview(lines: AsyncIterable<string>, say: (text: string) => void): Promise<Given> {
  const answers: Given = {};
  const next = lines[Symbol.asyncIterator]();
  for (const [name, { ask, takes }] of asked) {
    for (;;) {
      say(`${ask} (${takes}, or nothing) `);
      const line = await next.next();
      if (line.done) return answers;
      const text = line.value.trim();
      const problem = text === '' ? undefined : Requirements.safeParse({ [name]: text }).error;
      if (text !== '' && !problem) answers[name] = text;
      if (!problem) break;
      say(`  ${problem.issues[0]?.message}\n`);
    }
  }
  return answers;
}
