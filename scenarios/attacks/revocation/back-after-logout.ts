import type { Attack, Judgement } from '../../kinds/attack.ts';
import { fromBodies } from '../../kit/clients/client-kept.ts';
import { openBrowser, signInAt } from '../../kit/pages/browsing.ts';

type Look = {
  readonly how:
    | 'the back button'
    | 'the address typed again'
    | 'the cache, asked by a script'
    | 'the cache, read on the disk';
  readonly shows: 'victim' | 'nobody';
};

type Seen = { readonly shownBefore: boolean; readonly looks: readonly Look[] };

export default {
  kind: 'attack',
  id: 'back-after-logout',
  title: 'Back button after logout',
  question: 'Does a browser still show what it was answered before its user logged out?',
  goal: 'See on a shared machine what the victim saw before they logged out.',
  precondition: 'none',
  severity: 'medium',
  references: ['CWE-525', 'ASVS 14.3.1', 'ASVS 14.3.2', 'WSTG-ATHN-06', 'RFC 9111 §5.2.2.5', 'ASVS 7.4.1'],
  steps: [
    'The victim signs in at the application, in a real browser, which shows them who they are: as a page where a cookie is enough, else by fetch with their token.',
    'They log out.',
    'Whoever comes next goes back in the history of that tab, types the address again, and asks the cache for it.',
  ],
  fix: 'Send Cache-Control: no-store with every answer that names its user or hands out a token.',
  controls: ['answers-cacheable'],
  needs: { hooks: ['browser'] },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target } = stage;
    const { path } = stage.request('me');
    await using browser = await openBrowser(stage);
    const shows = (text: unknown) => (browser.names('me', String(text)) === victim.id ? 'victim' : 'nobody');
    const tab = await browser.open('app');
    const held = await signInAt(stage, tab, victim);
    const looks: Look[] = [];
    let shownBefore = (await tab.perform('me', { as: held })).subject === victim.id;
    if (target.traits.transport === 'cookie') {
      await tab.go('app', path);
      shownBefore = shows(await tab.text()) === 'victim';
      await tab.go('app');
    }
    // elsewhere: it may be pages too, and the history of this tab is to stay
    await (await browser.open('app')).perform('logout', { as: held });
    if (target.traits.transport === 'cookie') {
      await tab.back();
      looks.push({ how: 'the back button', shows: shows(await tab.text()) });
    }
    const next = await browser.open('app');
    looks.push({ how: 'the cache, asked by a script', shows: shows(await next.run(asking, { path })) });
    // a cache may tell requests apart by what the victim sent (Vary): it lies on the disk all the same
    const { headers } = stage.request('me', { as: fromBodies(target.protocol, held) });
    looks.push({ how: 'the cache, read on the disk', shows: shows(await next.run(lying, { path, headers })) });
    await next.go('app', path);
    looks.push({ how: 'the address typed again', shows: shows(await next.text()) });
    return { shownBefore, looks };
  },

  judge({ shownBefore, looks }): Judgement {
    const seen = looks.filter(({ shows }) => shows === 'victim');
    const counts = { tries: looks.length, successes: seen.length };
    const names = (list: readonly Look[]) => list.map(({ how }) => how).join(', ');
    if (!shownBefore) return { ...counts, outcome: 'inconclusive', because: 'the victim was not shown who they are' };
    if (seen.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `after the logout the victim was still shown by ${names(seen)}`,
      };
    return { ...counts, outcome: 'blocked', because: `after the logout nothing was shown by ${names(looks)}` };
  },
} satisfies Attack<Seen>;

const lying =
  "return fetch(given.path, { cache: 'only-if-cached', mode: 'same-origin', headers: given.headers }).then((answer) => answer.text(), () => '')";
const asking =
  "return fetch(given.path, { cache: 'force-cache', credentials: 'omit' }).then((answer) => answer.text(), () => '')";
