import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Hooks } from '../scenarios/hooks/hooks.ts';
import type { Attack } from '../scenarios/kinds/attack.ts';
import type { Scheme } from '../servers/scheme.ts';
import { attacks, decided, type Ground, openGround, schemes, weaknesses } from './attack-suite.fixture.ts';

/** What waits for longer is left to a run. */
const longestWaitMs = 15_000;

let ground: Ground;
/** Which windows the attacks on reference servers measured. */
const squares = new Set<string>();

before(async () => {
  ground = await openGround();
});
after(() => ground[Symbol.asyncDispose]());

/** As in a run: a variation of a scheme is attacked only where no compared scheme has the surface. */
const compared = [...schemes.values()].filter(({ variant }) => !variant);
const isTried = (attack: Attack, { traits, variant }: Scheme) =>
  attack.appliesTo(traits) === true && !(variant && compared.some((one) => attack.appliesTo(one.traits) === true));

/** Lifetimes are shortened for what is waited for: many can do so at once. The others work, and some measure time. */
const waits = ({ needs }: Attack) => needs?.settings !== undefined;
describe('on servers of this process', { concurrency: 2 }, () => {
  describe('every attack that waits', { concurrency: 12 }, () => tryAll((attack) => waits(attack)));
  describe('every attack that does not wait', { concurrency: 3 }, () => tryAll((attack) => !waits(attack)));
});

function tryAll(wanted: (attack: Attack) => boolean): void {
  for (const attack of [...attacks.values()].filter(wanted)) {
    for (const scheme of schemes.values()) {
      if (!isTried(attack, scheme) || !isOffered(attack)) continue;
      const controls = attack.controls.map((id) => weaknesses.get(id)).filter((one) => one?.appliesTo(scheme.traits));

      it(`${attack.id} comes out as expected on ${scheme.id}`, async () => {
        const expected = attack.expected(scheme.traits);
        const { outcome, because, windows = [] } = await decided(expected, { ground, attack, scheme });
        for (const { event, artefact } of windows) squares.add(`${scheme.id}: ${event}, ${artefact}`);
        assert.equal(outcome, expected, because);
      });

      for (const weakness of controls) {
        it(`${attack.id} beats ${scheme.id} with ${weakness?.id}`, async () => {
          const { outcome, because } = await decided('succeeded', { ground, attack, scheme, weakness });
          assert.equal(outcome, 'succeeded', because);
        });
      }
    }
  }
}

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

/**
 * Servers of this process have no clock or key of their own, no store that could die, and no browser before them; and
 * what would change the server for others would change this process.
 */
function isOffered({ needs }: Attack): boolean {
  const offered: readonly (keyof Hooks)[] = ['mint', 'effects', 'slowStore', 'joinVerifier'];
  const hooks = [...(needs?.hooks ?? []), ...(needs?.hooksOfOurs ?? [])];
  const isLong = (needs?.waitMs ?? 0) > longestWaitMs;
  return needs?.alone !== 'process' && !isLong && hooks.every((hook) => offered.includes(hook));
}
