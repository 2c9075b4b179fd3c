import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Attack } from '../../../../../scenarios/kinds/attack.ts';
import type { Property } from '../../../../../scenarios/kinds/property.ts';
import { discover } from '../../../../../servers/discover.ts';
import { type Chromium, chromiumAt } from '../../../../driver/chromium.ts';
import { openTransport } from '../../../../driver/transport.ts';
import { findBrowser } from '../../../../machine/browser.ts';
import { listen, users } from '../../../../tools/development/development.ts';
import { withACore } from '../../../../with-a-core.fixture.ts';
import type { Target } from '../../description.ts';
import { sessionTarget } from '../../small-servers.fixture.ts';
import { triedOn } from '../../tried-on.fixture.ts';
import { accountPages } from './account-pages.fixture.ts';
import { discoverLogin } from './discover-target.ts';
import { openExplorer } from './explorer.ts';
import { type ShapeName, shapeTruths } from './shape-truths.fixture.ts';
import { shapes, twoPages } from './shapes.fixture.ts';

const scenarios = new URL('../../../../../scenarios/', import.meta.url);
const attacks = await discover<Attack>(new URL('attacks/', scenarios));
const properties = await discover<Property>(new URL('properties/', scenarios));
const executable = await findBrowser();

const servers: Readonly<Record<ShapeName, () => ReturnType<typeof accountPages> | ReturnType<typeof shapes.GraphQL>>> =
  {
    ...shapes,
    'two pages that look at who asks': () => twoPages({ looks: true }),
    'pages of an account': () => accountPages(),
    'careless pages of an account': () =>
      accountPages({ asksForToken: false, asksForPassword: false, endsOthers: false }),
  };

/** Everything that is tried on servers of others, on descriptions that two accounts and an address came to. */
describe('what is said of small servers of which the truth is known', () => {
  let folder = '';
  let chromium: Chromium | undefined;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    const { signal } = new AbortController();
    if (executable) chromium = chromiumAt(executable, join(folder, 'chromium'), signal);
  });
  after(async () => {
    await chromium?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [name, truth] of Object.entries(shapeTruths) as [ShapeName, (typeof shapeTruths)[ShapeName]][])
    it(`is true of ${name}, without a false alarm and a miss`, async () => {
      const played = Object.entries(truth).filter(
        ([id]) => chromium || !attacks.get(id)?.needs?.hooks?.includes('browser'),
      );
      const wanted = Object.fromEntries(played);
      const found = await withACore(
        () => said(name, wanted, chromium),
        (one) => isDeepStrictEqual(one, wanted),
      );
      assert.deepEqual(found, wanted);
    });
});

/** In the words of the truth where they are the same, else as it was said. */
async function said(name: ShapeName, truth: Readonly<Record<string, string>>, chromium: Chromium | undefined) {
  const app = servers[name]();
  const change = await described(app);
  const target = (origin: string): Target => ({ name: 'small', origin, users, ...change });
  const all = await triedOn(app, target, [...properties.keys(), ...attacks.keys()], chromium);
  const judged = Object.entries(all).filter(([, words]) => !/^not-(applicable|run): /.test(words));
  return Object.fromEntries(judged.map(([id, words]) => [id, words.startsWith(`${truth[id]}: `) ? truth[id] : words]));
}

async function described(app: ReturnType<(typeof servers)[ShapeName]>) {
  await using started = await listen(app, sessionTarget);
  await using transport = openTransport();
  const { origin } = started.description;
  const { signal } = new AbortController();
  const { change } = await discoverLogin(openExplorer({ origin, users }, {}, transport, signal), {});
  return change;
}
