import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scaledResults } from '../../results/fixtures/scale-out.ts';
import type { Results } from '../../results/results.ts';
import { html, render } from '../markup.ts';
import { growthFinding, scaleOutSection } from './scale-out.ts';

const shown = (results: Results) => render(scaleOutSection.body(results));
const rowsOf = (page: string) =>
  [...page.matchAll(/<tr>.*?<\/tr>/gs)].map(([row]) =>
    row
      .replace(/<[^>]+>|\s+/g, ' ')
      .replace(/ +/g, ' ')
      .trim(),
  );

describe('how far it scales', () => {
  const page = shown(scaledResults);

  it('is a line for each number of instances: what it carried, what theory says, and who was the limit', () => {
    const rows = rowsOf(page);
    assert.ok(
      rows.includes('4 4,000 4,000 100 % servers servers 100 20 18 scale-out/scale-out/session/shared/round-1'),
    );
    assert.ok(
      rows.includes('8 5,000 5,000 100 % the store the store 100 20 18 scale-out/scale-out/session/shared/round-1'),
    );
    assert.ok(rows.includes('session, sticky'));
  });

  it('is a picture that tells what was predicted beside what came', () => {
    assert.match(page, /session: 1,000 at 1, 2,000 at 2, .* 5,000 at 8; predicted 3,000 at 3, 5,000 at 6;/);
  });

  it('has as its title how far each curve came, of those that came furthest', () => {
    assert.match(
      page,
      /<strong>From 1 to 8 instances, requests\/s become 5 times as many with session, 8 times with session \(sticky\), 8 times with jwt and 8 times with jwt-refresh\.</,
    );
    assert.match(
      page,
      /<strong>Server CPU of a read, by share of capacity: session 190 µs at 10 %, 120 µs at 80 %; jwt 238 µs at 10 %/,
    );
    assert.equal(
      growthFinding([
        {
          label: 'jwt',
          measured: [
            [1, 10],
            [2, 5],
          ],
        },
        { label: 'session', measured: [[1, 10]] },
      ]),
      'From 1 to 2 instances, requests/s become 0.5 times as many with jwt.',
    );
    assert.equal(
      growthFinding([{ label: 'jwt', measured: [[1, 10]] }]),
      'No curve has two numbers of instances that count.',
    );
  });

  it('says under which shares of the machine', () => {
    assert.match(
      page,
      /held to 10 % of a core by cgroup v2, .* The store was held to 10 %, so that its end is reached/,
    );
  });

  it('has predictions with signed errors, and names what is not extrapolated', () => {
    assert.ok(rowsOf(page).includes('CPU of servers, µs read at 2,700/s 173 180 +4.0 % ±10 % kept'));
    const [first, ...others] = scaledResults.predictions!;
    const missed = shown({ ...scaledResults, predictions: [{ ...first!, error: -0.2 }, ...others] });
    assert.match(missed, /Not extrapolated, since the prediction missed: CPU of servers, µs \(session\)\./);
    assert.match(missed, /−20\.0 %/);
  });

  it('says why it was not tried, and how it is measured', () => {
    const { scaleOut: _, demand: __, predictions: ___, ...none } = scaledResults;
    const absent = render(scaleOutSection.absent?.(none) ?? html``).replace(/<[^>]+>/g, '');
    assert.match(absent, / --scenario scale-out,demand/);
    const cell = {
      id: 's',
      kind: 'scale-out',
      scenario: 'scale-out',
      scheme: 'jwt',
      state: 'not-run',
      durationMs: 0,
    } as const;
    const refused = shown({ ...none, cells: [{ ...cell, because: 'no CPU quotas: run as root' }] });
    assert.match(refused, /were not tried: no CPU quotas: run as root\./);
  });

  it('does not show what did not count as if it did', () => {
    const scaleOut = scaledResults.scaleOut!.map((row) => ({
      ...row,
      valid: false,
      invalidReason: 'others had the cores',
    }));
    assert.match(shown({ ...scaledResults, scaleOut }), /not counted<small>others had the cores/);
  });
});
