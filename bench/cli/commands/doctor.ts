import type { Cli } from '../command.ts';
import { doctor } from '../doctor.ts';

export function addDoctor({ program, exit }: Cli): void {
  program
    .command('doctor')
    .summary('what this machine offers')
    .description('what this machine offers: store, browser, Docker, cores, load')
    .action(async () => exit(await doctor()));
}
