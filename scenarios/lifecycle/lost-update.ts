import type { Credential } from '../exchange.ts';
import type { LifecycleScenario } from '../kinds/lifecycle.ts';

const writes = 10;
/** So long that all of them have read before the first one writes. */
const slowMs = 400;

export default {
  kind: 'lifecycle',
  id: 'lost-update',
  title: 'Two tabs write at once',
  question: 'Of writes to one sign-in that cross each other, and were all answered as done, how many are kept?',
  needs: { steps: ['slow'] },
  beyondTable: true,
  appliesTo: ({ renewal }) => renewal === 'sliding' || 'a sign-in holds nothing that could be written',
  async run(stage) {
    const { victim } = stage;
    const held = await stage.signIn(victim);
    const write = (as: Credential, ms: number) => stage.perform('slow', { as, values: { ms: String(ms) } });
    const crossed = await Promise.all(Array.from({ length: writes }, () => write(held, slowMs)));
    const done = crossed.filter(({ subject }) => subject === victim.id).length;
    // a browser keeps the cookie of whichever answer came last
    const last = await write(crossed.at(-1)?.credential ?? held, 0);
    const kept = Math.max(0, countIn(last.body) - 1);
    return {
      measures: {
        'writes.crossed': { value: done, unit: 'count' },
        'writes.kept': { value: kept, unit: 'count' },
      },
      facts: { writes, slowMs },
    };
  },
} satisfies LifecycleScenario;

function countIn(body: unknown): number {
  return Number(Object(body).writes ?? Number.NaN);
}
