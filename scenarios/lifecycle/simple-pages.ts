import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { fromCookies } from '../kit/clients/client-kept.ts';

export default {
  kind: 'lifecycle',
  id: 'simple-pages',
  title: 'Pages without scripts',
  question: 'Do links and forms work when nothing but the browser carries the credential?',
  needs: { hooks: ['effects'] },
  appliesTo: () => true,
  async run(stage) {
    const { victim, target, hooks } = stage;
    const as = fromCookies(target.protocol, await stage.signIn(victim));
    const followed = (await stage.whoAmI(as)) === victim.id;
    const before = await hooks.effects?.(victim.id);
    const { host = '' } = stage.request('transfer').headers;
    const form = {
      'content-type': 'application/x-www-form-urlencoded',
      origin: `https://${host}`,
      'sec-fetch-site': 'same-origin',
    };
    await stage.perform('transfer', { as, headers: form });
    const posted = (await hooks.effects?.(victim.id)) !== before;
    return {
      measures: {
        'links.followed': { value: followed ? 1 : 0, unit: 'ratio' },
        'forms.posted': { value: posted ? 1 : 0, unit: 'ratio' },
      },
      facts: { sentByTheBrowser: Object.keys(as) },
    };
  },
} satisfies LifecycleScenario;
