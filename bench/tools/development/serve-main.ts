import { BenchError } from '../../errors.ts';
import { developmentSet } from './development-set.ts';

/**
 * Serves one of the development set on PORT, to try the command line against it: `node serve-main.js NAME [SECONDS]`,
 * with how long its tokens live where that is short.
 */
const [, , wanted, lifeS] = process.argv;
const found = developmentSet.find(({ name }) => name === wanted);
if (!found)
  throw new BenchError(
    'AB-E005',
    `there is no server '${wanted}'; there is ${developmentSet.map(({ name }) => name).join(', ')}`,
  );
const { description, env = {} } = await found.start(lifeS === undefined ? undefined : Number(lifeS));
// what the description takes from the environment, for whoever starts the bench
for (const [name, value] of Object.entries(env)) process.stderr.write(`${name}='${value}'\n`);
process.stdout.write(`${JSON.stringify(description, null, 2)}\n`);
