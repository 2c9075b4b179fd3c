import { createInterface } from 'node:readline';
import type { Ask } from '../targets/external/describe/ask.ts';

export function createDialogue(lines: AsyncIterable<string>, say: (text: string) => void): Ask {
  const all = lines[Symbol.asyncIterator]();
  return async (question, problemOf = () => undefined) => {
    for (;;) {
      say(`${question} `);
      const line = await all.next();
      if (line.done) return undefined;
      const text = line.value.trim();
      const problem = await problemOf(text);
      if (problem === undefined) return text;
      say(`  ${problem}\n`);
    }
  };
}

/** Lines from standard input, whether somebody types them or a file holds them; questions go to standard error. */
export async function atTerminal<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY });
  // readline keeps Ctrl-C for itself
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await work(createDialogue(terminal, (text) => process.stderr.write(text)));
  } finally {
    terminal.close();
  }
}
