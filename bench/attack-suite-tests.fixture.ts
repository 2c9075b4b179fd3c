import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Hooks } from '../scenarios/hooks/hooks.ts';
import type { Attack } from '../scenarios/kinds/attack.ts';
import type { Scheme } from '../servers/scheme.ts';
import { attacks, decided, type Ground, openGround, schemes, weaknesses } from './attack-suite.fixture.ts';

let ground: Ground;

/** Lifetimes are shortened for what is waited for: many can do so at once. The others work, and some measure time. */
const waits = ({ needs }: Attack) => needs?.settings !== undefined;
/**
 * Makes every attack on servers of this process, and on those that are weakened for it.
 * @param isTried of those that have its surface
 * @returns which windows were measured on sound servers, once all are done
 */
export function tryAttacks(isTried: (attack: Attack, scheme: Scheme) => boolean): ReadonlySet<string> {
  const squares = new Set<string>();
  before(async () => {
    ground = await openGround();
  });
  after(() => ground[Symbol.asyncDispose]());
  const tryAll = (wanted: (attack: Attack) => boolean) => tryOn(wanted, isTried, squares);
  describe('every attack that waits', { concurrency: 12 }, () => tryAll((attack) => waits(attack)));
  describe('every attack that does not wait', { concurrency: 3 }, () => tryAll((attack) => !waits(attack)));
  return squares;
}

function tryOn(
  wanted: (attack: Attack) => boolean,
  isTried: (attack: Attack, scheme: Scheme) => boolean,
  squares: Set<string>,
): void {
  for (const attack of [...attacks.values()].filter(wanted)) {
    for (const scheme of schemes.values()) {
      if (attack.appliesTo(scheme.traits) !== true || !isTried(attack, scheme) || !isOffered(attack) || isLong(attack))
        continue;
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

/**
 * Servers of this process have no clock or key of their own, no store that could die, and no browser before them; and
 * what would change the server for others would change this process.
 */
export function isOffered({ needs }: Attack): boolean {
  const offered: readonly (keyof Hooks)[] = ['mint', 'effects', 'slowStore', 'joinVerifier'];
  const hooks = [...(needs?.hooks ?? []), ...(needs?.hooksOfOurs ?? [])];
  return needs?.alone !== 'process' && hooks.every((hook) => offered.includes(hook));
}

/** What waits for longer is left to a run. */
export function isLong({ needs }: Attack): boolean {
  return (needs?.waitMs ?? 0) > 15_000;
}
