import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testedWith as inWords } from '../../reports/analysis/changed-settings.ts';
import jwtScheme from '../../servers/schemes/jwt.ts';
import jwtRefreshScheme from '../../servers/schemes/jwt-refresh.ts';
import sessionScheme from '../../servers/schemes/session.ts';
import { readCatalogue } from '../plan/catalogue.ts';
import { changedSettings } from './changed-settings.ts';
import { ownTarget } from './own/own-target.ts';

const jwt = ownTarget(jwtScheme);
const jwtRefresh = ownTarget(jwtRefreshScheme);
const session = ownTarget(sessionScheme);

describe('what servers are told for one scenario', () => {
  it('is told where the scheme has it, and where it is not what is configured', () => {
    const wanted = { accessMs: 300_000, idleMs: 1_500, graceMs: 10_000, loginFailures: 5 };
    const idle = { setting: 'idleMs', tested: 1_500, configured: 1_800_000 };
    const failures = { setting: 'loginFailures', tested: 5, configured: 10 };
    assert.deepEqual(
      [session, jwt, jwtRefresh].map((scheme) => changedSettings(scheme, wanted)),
      [
        [idle, failures],
        [{ setting: 'accessMs', tested: 300_000, configured: 900_000 }, failures],
        [idle, { setting: 'graceMs', tested: 10_000, configured: 0 }, failures],
      ],
    );
  });

  it('has words, whatever an attack or a fault asks for', async () => {
    const { attacks, faults } = await readCatalogue();
    const asked = [...attacks, ...faults].flatMap(({ needs }) => Object.keys(needs?.settings ?? {}));
    assert.ok(asked.length > 0);
    for (const name of new Set(asked))
      assert.doesNotMatch(inWords([{ setting: name, tested: 1, configured: 2 }]) ?? '', new RegExp(name), name);
  });

  it('is a lifetime, a cooldown or an algorithm in whatever else is measured alone, or what is configured', async () => {
    const { lifecycle } = await readCatalogue();
    const names = lifecycle.flatMap(({ needs }) =>
      changedSettings(jwtRefresh, needs?.settings).map(({ setting }) => setting),
    );
    assert.deepEqual([...new Set(names)].sort(), [
      ...['absoluteMs', 'accessMs', 'algorithm', 'idleMs', 'jwksCooldownMs', 'toleranceMs'],
    ]);
  });
});
