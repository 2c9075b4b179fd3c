import { parseArgs } from 'node:util';
import { openAttacker } from './attacker.ts';

/**
 * Usage: `node dist/bench/tools/mutation/reference-main.js --scheme jwt [--attack ID]… [--browser PATH] [--until-caught]`.
 * Makes attacks on the servers of this build, and prints what each came to: a line of JSON. Told so, it ends with the first
 * that comes out otherwise than it should.
 */
const { values } = parseArgs({
  options: {
    scheme: { type: 'string', default: '' },
    attack: { type: 'string', multiple: true },
    browser: { type: 'string' },
    'until-caught': { type: 'boolean', default: false },
  },
});
await using attacker = await openAttacker(values.browser);
await attacker.attack({ scheme: values.scheme, attacks: values.attack, untilCaught: values['until-caught'] }, (trial) =>
  console.log(JSON.stringify(trial)),
);
