import type { Format } from '../results/report.ts';
import { type Results, resultsJsonSchema } from '../results/results.ts';

const schemaFile = 'results.schema.json';

export default {
  id: 'json',
  files: {
    'results.json': (results: Results) => pretty({ ...results, $schema: `./${schemaFile}` }),
    [schemaFile]: () => pretty(resultsJsonSchema()),
  },
} satisfies Format;

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
