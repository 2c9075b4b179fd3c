import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OutageLane, Phase } from '../../analysis/outage.ts';
import { render } from '../markup.ts';
import { outageStrip } from './outage-strip.ts';

/** Slices of 100 ms, each with what was served, refused and missed. */
const phase = (...slices: (readonly [number, number, number])[]): Phase => {
  const of = (place: 0 | 1 | 2) => slices.map((slice) => slice[place]);
  const sum = (place: 0 | 1 | 2) => of(place).reduce((all, one) => all + one, 0);
  return {
    ...{ lastedMs: 100 * slices.length, requests: sum(0) + sum(1) + sum(2), refused: sum(1), failed: sum(2), late: 0 },
    ...{ medianMs: 1, slices: { everyMs: 100, served: of(0), refused: of(1), missed: of(2) } },
  };
};
const times = (count: number, slice: readonly [number, number, number]) => Array.from({ length: count }, () => slice);
const lane = (scheme: string, phases: OutageLane['phases']): OutageLane => ({
  ...{ scheme, phases, users: 24, lostUsers: 0, recoveryMs: 0, evidence: 'e' },
});
const well = phase(...times(5, [5, 0, 0]));
const drawn = (...lanes: OutageLane[]) =>
  render(outageStrip('o', 'Title', 'Finding.', ['session', 'jwt'], { while: 'the store hangs', lanes, without: [] }));
const paths = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`<path class="${name}" d="([^"]*)"`, 'g'))].map(([, d = '']) => d);

describe('an outage of the store, as a picture', () => {
  it('has columns of what was sent in each slice, alike ones as one', () => {
    const during = phase([0, 0, 5], [0, 0, 5], [1, 0, 1], [5, 0, 0], [5, 0, 0]);
    // 460 wide for 1.5 s: the outage begins at 153.3, a slice has 30.7
    assert.deepEqual(
      paths(drawn(lane('session', { before: well, during, after: well })), 'solid')[1],
      ['M215.7 70v-9h30.7v9zM246.3 70v-18h59.3v18z'][0],
    );
  });

  it('ends a lane where its own phase ended, and does not say that nobody was answered after', () => {
    const long = lane('jwt', { before: well, during: well, after: phase(...times(50, [5, 0, 0])) });
    const short = lane('session', { before: well, during: well, after: well });
    const [, , outline] = paths(drawn(short, long), 'hollow');
    // 460 wide for 6 s: its last half second from 76.7 to 115, where the other's lasts to 460
    assert.equal(outline, 'M77.7 70v-18h36.3v18z');
  });

  it('draws nothing of a time in which nothing was sent', () => {
    const after = phase(...times(4, [0, 0, 0]), [5, 0, 0]);
    const text = drawn(lane('session', { before: well, during: well, after }));
    assert.equal(paths(text, 'hollow').at(-1), 'M430.3 70v-18h28.7v18z');
  });

  it('shows who was refused, however narrow the column is', () => {
    const after = phase(
      ...Array.from({ length: 200 }, (_, i) => (i % 2 ? [5, 0, 0] : [0, 5, 0]) as [number, number, number]),
    );
    const [hatch = ''] = paths(drawn(lane('session', { before: well, during: well, after })), 'second-hatch');
    assert.equal(hatch.match(/M/g)?.length, 100);
  });
});
