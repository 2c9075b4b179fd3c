import { standardsPage } from '../../../reports/standards/standards-page.ts';
import type { Cli } from '../command.ts';

export function addStandards({ program, catalogue }: Cli): void {
  program
    .command('standards')
    .summary('requirements of standards, and which attack shows each')
    .description('requirements of ASVS and RFCs, and which attack shows each, as Markdown; measures nothing')
    .action(async () => {
      process.stdout.write(standardsPage((await catalogue()).attacks));
    });
}
