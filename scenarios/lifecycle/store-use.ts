import type { Credential } from '../exchange.ts';
import type { LifecycleScenario } from '../kinds/lifecycle.ts';

/** Often enough that a command of the store's own housekeeping does not look like one per step. */
const repeats = 10;

export default {
  kind: 'lifecycle',
  id: 'store-use',
  title: 'What the store is asked',
  question: 'How many store commands does each step of a sign-in cost?',
  // a login counts failures in the store where nobody turns that off: the servers' own limits
  needs: {
    hooks: ['storeCommands'],
    users: repeats,
    settings: { loginFailures: 10, loginFailuresPerSource: 100 },
  },
  appliesTo: () => true,
  async run(stage) {
    const { hooks, target } = stage;
    const { storeCommands } = hooks;
    if (!storeCommands) throw new Error('the target does not count the commands of its store');
    const held: Credential[] = [];
    const perStep = async (act: (index: number) => Promise<unknown>): Promise<number> => {
      const before = await storeCommands();
      for (let index = 0; index < repeats; index += 1) await act(index);
      return ((await storeCommands()) - before) / repeats;
    };
    const login = await perStep(async (i) => {
      held[i] = await stage.signIn(stage.user(i));
    });
    const read = await perStep((i) => stage.whoAmI(held[i] ?? {}));
    const refresh = target.protocol.steps.refresh
      ? await perStep(async (i) => {
          held[i] = (await stage.perform('refresh', { as: held[i] ?? {} })).credential;
        })
      : 0;
    const logout = await perStep((i) => stage.perform('logout', { as: held[i] ?? {} }));
    const count = (value: number) => ({ value, unit: 'count' as const });
    return {
      measures: {
        'commands.login': count(login),
        'commands.read': count(read),
        'commands.refresh': count(refresh),
        'commands.logout': count(logout),
      },
      facts: { repeats },
    };
  },
} satisfies LifecycleScenario;
