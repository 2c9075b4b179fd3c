import { upperQuantile } from '../../../reports/statistics/median.ts';
import { createStoreClient } from '../../store/client.ts';

/** `node …/ping-main.js URL COUNT`: round trips to a Redis, one after the other; prints the fastest tenth in ms. */
const [url = '', count = '200'] = process.argv.slice(2);
using client = createStoreClient(url);
await client.ask('PING');
const times: number[] = [];
for (let i = 0; i < Number(count); i++) {
  const start = performance.now();
  await client.ask('PING');
  times.push(performance.now() - start);
}
console.log(upperQuantile(times, 0.1));
