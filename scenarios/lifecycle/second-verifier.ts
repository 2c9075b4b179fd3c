import type { LifecycleScenario } from '../kinds/lifecycle.ts';

const tries = 20;

export default {
  kind: 'lifecycle',
  id: 'second-verifier',
  title: 'Another service, and the issuer is down',
  question: 'Does a second service know a signed-in user after the one that signed the user in has died?',
  needs: { hooks: ['kill', 'storeCommands'], instances: 2, alone: 'process' },
  appliesTo: () => true,
  async run(stage) {
    const { victim, hooks } = stage;
    if (!hooks.kill || !hooks.storeCommands) throw new Error('the target offers no way to kill an instance');
    const held = await stage.signIn(victim, { instance: 0 });
    await hooks.kill(0);
    const before = await hooks.storeCommands();
    let accepted = 0;
    for (let i = 0; i < tries; i += 1) {
      if ((await stage.whoAmI(held, { instance: 1 })) === victim.id) accepted += 1;
    }
    const commands = (await hooks.storeCommands()) - before;
    return {
      measures: {
        'reads.accepted': { value: accepted / tries, unit: 'ratio' },
        'reads.tried': { value: tries, unit: 'count' },
        'commands.per-read': { value: commands / tries, unit: 'count' },
      },
      facts: { issuer: 'instance 0, killed', verifier: 'instance 1' },
    };
  },
} satisfies LifecycleScenario;
