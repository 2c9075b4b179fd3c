import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { headerBytes } from '../kit/clients/header-bytes.ts';
import { median } from '../kit/evidence/median.ts';

const hops = 3;
const chains = 10;

export default {
  kind: 'lifecycle',
  id: 'service-chain',
  title: 'One request through three services',
  question: 'What does it cost when three services in a row each ask who the user is?',
  needs: { hooks: ['storeCommands'], instances: hops },
  appliesTo: () => true,
  async run(stage) {
    const { victim, hooks } = stage;
    if (!hooks.storeCommands) throw new Error('the target does not count the commands of its store');
    const held = await stage.signIn(victim, { instance: 0 });
    const perHop = headerBytes(stage.request('me', { as: held })) - headerBytes(stage.request('me'));
    const before = await hooks.storeCommands();
    const chainMs: number[] = [];
    let accepted = 0;
    for (let chain = 0; chain < chains; chain += 1) {
      const start = performance.now();
      for (let instance = 0; instance < hops; instance += 1) {
        if ((await stage.whoAmI(held, { instance })) === victim.id) accepted += 1;
      }
      chainMs.push(performance.now() - start);
    }
    return {
      measures: {
        'hops.accepted': { value: accepted / (chains * hops), unit: 'ratio' },
        'commands.per-chain': { value: ((await hooks.storeCommands()) - before) / chains, unit: 'count' },
        'bytes.credential-per-chain': { value: perHop * hops, unit: 'bytes' },
        'latency.chain': { value: median(chainMs), unit: 'ms' },
      },
      facts: { hops, chains, bytesPerHop: perHop },
    };
  },
} satisfies LifecycleScenario;
