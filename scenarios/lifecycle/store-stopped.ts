import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { isRenewed } from '../kit/clients/renewal.ts';

const tries = 5;

export default {
  kind: 'lifecycle',
  id: 'store-stopped',
  title: 'The store is killed while users are signed in',
  question: 'Which steps of a sign-in still work without the store?',
  needs: { hooks: ['killStore'], users: tries, alone: 'process' },
  appliesTo: () => true,
  async run(stage) {
    const { hooks, target } = stage;
    if (!hooks.killStore) throw new Error('the target offers no way to kill its store');
    const users = Array.from({ length: tries }, (_, i) => stage.user(i));
    const clients = await Promise.all(users.map(async (user) => ({ user, held: await stage.signIn(user) })));
    await hooks.killStore();
    const share = async (served: (client: (typeof clients)[number]) => Promise<boolean>) => ({
      value: (await Promise.all(clients.map(served))).filter(Boolean).length / tries,
      unit: 'ratio' as const,
    });
    const { login, logout } = target.protocol.steps;
    const silent = { mayBeSilent: true } as const;
    const reads = await share(
      async ({ user, held: as }) => (await stage.perform('me', { as, ...silent })).subject === user.id,
    );
    const renewals = await share(
      async ({ held }) =>
        target.protocol.steps.refresh !== undefined &&
        isRenewed(stage, await stage.perform('refresh', { as: held, ...silent })),
    );
    const logins = await share(async ({ user: { username, password } }) =>
      login.ok.includes((await stage.perform('login', { values: { username, password }, ...silent })).status),
    );
    const logouts = await share(async ({ held }) =>
      Boolean(logout?.ok.includes((await stage.perform('logout', { as: held, ...silent })).status)),
    );
    return {
      measures: {
        'reads.served': reads,
        'renewals.served': renewals,
        'logins.served': logins,
        'logouts.served': logouts,
      },
      facts: { tries },
    };
  },
} satisfies LifecycleScenario;
