import type { Credential } from '../exchange.ts';
import type { Tab } from '../hooks/browser.ts';
import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { browserSpeaksFor, openBrowser, signInAt } from '../kit/pages/browsing.ts';

export default {
  kind: 'lifecycle',
  id: 'browser-reload',
  title: 'Reload and new tab, in a real browser',
  question: 'Is a user still signed in after a reload and in a second tab, and what does localStorage add to it?',
  needs: { hooks: ['browser'] },
  appliesTo: () => true,
  async run(stage) {
    const { victim } = stage;
    await using browser = await openBrowser(stage);
    const first = await browser.open('app');
    const held = await signInAt(stage, first, victim);
    await first.leave('location.reload()');
    const afterReload = await browserSpeaksFor(stage, first);
    const second = await browser.open('app');
    const inNewTab = await browserSpeaksFor(stage, second);
    const kept = (id: string | undefined) => ({ value: id === victim.id ? 1 : 0, unit: 'ratio' as const });
    return {
      measures: {
        'sign-ins.kept-by-reload': kept(afterReload),
        'sign-ins.kept-in-new-tab': kept(inNewTab),
        ...(held.access && {
          'sign-ins.kept-by-local-storage': kept((await throughStorage(second, { access: held.access })).subject),
        }),
      },
      facts: { cookies: (await browser.cookies()).map(({ name }) => name) },
    };
  },
} satisfies LifecycleScenario;

/** Writes a token where every script of the page can read it, reloads, and uses what is found there. */
async function throughStorage(tab: Tab, access: Credential) {
  await tab.run("localStorage.setItem('kept', given.text)", { text: JSON.stringify(access) });
  await tab.leave('location.reload()');
  const text = await tab.run("return localStorage.getItem('kept')");
  return tab.perform('me', { as: JSON.parse(String(text)) });
}
