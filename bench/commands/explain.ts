import { explain } from '../explain.ts';
import type { Cli } from './command.ts';

export function addExplain({ program, all }: Cli): void {
  program
    .command('explain')
    .description('any attack, scenario, claim, weakness, verdict, error or exit code')
    .argument('<id...>', 'for example refresh-reuse, AB-E201, or exit 2')
    .action((words: string[]) => {
      process.stdout.write(`${explain(words.join(' '), all)}\n`);
    });
}
