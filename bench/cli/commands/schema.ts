import { pricesJsonSchema } from '../../../reports/capacity/price-file.ts';
import { budgetsJsonSchema } from '../../../reports/comparison/budget-file.ts';
import { resultsJsonSchema } from '../../../reports/results/results.ts';
import { eventsJsonSchema } from '../../cells/events.ts';
import { BenchError } from '../../errors.ts';
import { targetJsonSchema } from '../../targets/external/description.ts';
import type { Cli } from '../command.ts';
import { offered } from '../flag-reader.ts';

const schemas = new Map([
  ['results', resultsJsonSchema],
  ['budgets', budgetsJsonSchema],
  ['prices', pricesJsonSchema],
  ['target', targetJsonSchema],
  ['events', eventsJsonSchema],
]);

export function addSchema({ program }: Cli): void {
  program
    .command('schema')
    .summary('the JSON Schema of an output or an input')
    .description('print the JSON Schema of an output or an input')
    .argument('<name>', [...schemas.keys()].join(' or '))
    .action((name: string) => {
      const schema = schemas.get(name);
      if (!schema)
        throw new BenchError('AB-E001', `there is no schema '${name}'; ${offered([name], [...schemas.keys()])}`);
      process.stdout.write(`${JSON.stringify(schema(), null, 2)}\n`);
    });
}
