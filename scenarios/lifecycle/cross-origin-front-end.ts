import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { fromBodies, isCookie } from '../kit/clients/client-kept.ts';

const frontEnd = 'https://app.example';

export default {
  kind: 'lifecycle',
  id: 'cross-origin-front-end',
  title: 'A front end of another site',
  question: 'What breaks when the pages come from one site and the API from another, and what would fix it?',
  needs: { hooks: ['effects'] },
  appliesTo: () => true,
  async run(stage) {
    const { victim, target, hooks } = stage;
    const { credentials, steps } = target.protocol;
    const held = await stage.signIn(victim);
    const changed = async (as: typeof held) => {
      const before = await hooks.effects?.(victim.id);
      await stage.perform('transfer', { as, headers: { origin: frontEnd, 'sec-fetch-site': 'cross-site' } });
      return (await hooks.effects?.(victim.id)) === before ? 0 : 1;
    };
    const preflight = await stage.send({
      ...stage.request('transfer'),
      method: 'OPTIONS',
      headers: {
        ...stage.request('me').headers,
        origin: frontEnd,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    const ambient = Object.values(credentials).some(isCookie);
    const ratio = (value: number) => ({ value, unit: 'ratio' as const });
    const fixes = [
      'Access-Control-Allow-Origin',
      ...(steps.me.carries.some((name) => !isCookie(credentials[name])) ? ['Access-Control-Allow-Headers'] : []),
      ...(ambient ? ['Access-Control-Allow-Credentials', 'SameSite=None', 'origin check with a list'] : []),
    ];
    return {
      measures: {
        'preflights.allowed': ratio(preflight.headers['access-control-allow-origin'] === undefined ? 0 : 1),
        // what a browser attaches to a cross-site page's request: nothing of a Lax or Strict cookie
        'changes.served': ratio(await changed(fromBodies(target.protocol, held))),
        'changes.served-with-cookies': ratio(await changed(held)),
        'settings.to-mend': { value: fixes.length, unit: 'count' },
      },
      facts: { frontEnd, fixes },
    };
  },
} satisfies LifecycleScenario;
