import { doctor } from '../machine/doctor.ts';
import type { Cli } from './command.ts';

export function addDoctor({ program, exit }: Cli): void {
  program
    .command('doctor')
    .summary('what this machine offers')
    .description('what this machine offers: store, browser, Docker, cores, load')
    .action(async () => exit(await doctor()));
}
