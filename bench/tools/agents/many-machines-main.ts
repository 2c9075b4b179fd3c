import { parseArgs } from 'node:util';
import { lacksNamespaces } from '../../cluster/namespaces/network.ts';
import { besideOne } from './beside-one.ts';
import { faultIds, tryFaults } from './try-faults.ts';

/**
 * `node dist/bench/tools/agents/many-machines-main.js [--rounds N] [--blocks N] [--tries N] [--faults LIST] [--seed N]`, as root: agents,
 * target and control Redis on hosts of their own, which are network namespaces. Load of one, two and three agents beside
 * that of a single generator; whether every arrival comes once; what becomes of a block when something breaks.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '8' },
    blocks: { type: 'string', default: '20' },
    tries: { type: 'string', default: '10' },
    faults: { type: 'string', default: faultIds.join(',') },
    seed: { type: 'string', default: '1' },
  },
});

const unmetNeed = await lacksNamespaces();
if (unmetNeed !== undefined) {
  console.error(unmetNeed);
  process.exitCode = 69;
} else {
  if (Number(values.rounds) > 0) await besideOne(Number(values.rounds), Number(values.blocks));
  const faults = values.faults.split(',').filter(Boolean);
  if (Number(values.tries) > 0) await tryFaults(faults, Number(values.tries), Number(values.seed));
}
