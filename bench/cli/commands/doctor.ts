import { exitCodes } from '../../run/exit-codes.ts';
import type { Cli } from '../command.ts';
import { doctor, doctorText } from '../doctor.ts';

export function addDoctor({ program, exit }: Cli): void {
  program
    .command('doctor')
    .summary('what this machine offers')
    .description('what this machine offers: store, browser, Docker, cores, load')
    .option('--json', 'the same for programs')
    .action(async ({ json }: { json?: true }) => {
      const found = await doctor();
      process.stdout.write(json ? `${JSON.stringify(found)}\n` : doctorText(found));
      exit((found.isReady ? exitCodes.ok : exitCodes.unavailable).code);
    });
}
