import type { Ask } from '../targets/external/describe/ask.ts';

interface Question {
  readonly ask: string;
  readonly takes: string;
  /** What is taken where nothing is typed. */
  readonly otherwise?: string;
}

/**
 * Asks question by question, each with its number. An answer that cannot be read is asked for again, an empty line is
 * none, and the end of the lines is the end of the questions.
 */
export async function askEach<Name extends string>(
  ask: Ask,
  questions: readonly (readonly [Name, Question])[],
  problemOf: (name: Name, typed: string) => string | undefined,
): Promise<Partial<Record<Name, string>>> {
  const answers: Partial<Record<Name, string>> = {};
  for (const [i, [name, { ask: question, takes, otherwise = 'nothing' }]] of questions.entries()) {
    const example = examples[takes];
    const wanted = `${takes}${example ? `, such as ${example}` : ''}, or ${otherwise}`;
    const text = await ask(`${i + 1} of ${questions.length}: ${question} (${wanted})`, (typed) =>
      problemOf(name, typed),
    );
    if (text === undefined) return answers;
    if (text !== '') answers[name] = text;
  }
  return answers;
}

const examples: Readonly<Record<string, string>> = {
  time: '5s or 8h',
  bytes: '8KiB',
  count: '3',
  shares: 'read=0.97,login=0.01,renewal=0.02',
  share: '0.6',
};
