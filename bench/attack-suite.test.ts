import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attacks, schemes, weaknesses } from './attack-suite.fixture.ts';
import { tryAttacks } from './attack-suite-tests.fixture.ts';

const compared = [...schemes.values()].filter(({ variant }) => !variant);
let squares: ReadonlySet<string> = new Set();

describe('on servers of this process', { concurrency: 2 }, () => {
  squares = tryAttacks((_, { variant }) => !variant);
});

describe('the controls of an attack', () => {
  it('are known, and on each scheme and variation with its surface there is one', () => {
    for (const attack of attacks.values()) {
      for (const id of attack.controls) assert.ok(weaknesses.has(id), `${attack.id}: ${id}`);
      for (const { id, traits } of schemes.values()) {
        if (attack.appliesTo(traits) !== true) continue;
        const controls = attack.controls.filter((control) => weaknesses.get(control)?.appliesTo(traits));
        assert.ok(controls.length > 0, `${attack.id} on ${id}`);
      }
    }
  });
});

describe('the table of windows', () => {
  it('has a figure for each event and each artefact that a compared scheme has', () => {
    const events = ['logout', 'logout-all', 'password-change', 'user-disabled', 'role-removed'];
    const artefacts: Record<string, string> = {
      session: 'session-cookie',
      access: 'access-token',
      refresh: 'refresh-token',
    };
    const wanted = compared.flatMap(({ id, traits, protocol }) =>
      // Nobody notices a theft where nothing is rotated.
      [...events, ...(traits.renewal === 'rotation' ? ['theft-detected'] : [])].flatMap((event) =>
        Object.values(protocol.credentials).flatMap(({ role }) =>
          artefacts[role] ? `${id}: ${event}, ${artefacts[role]}` : [],
        ),
      ),
    );
    assert.deepEqual([...squares].sort(), wanted.sort());
  });
});
