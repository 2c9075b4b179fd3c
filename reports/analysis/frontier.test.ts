import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { frontierView } from '../html/answer/frontier-view.ts';
import { render } from '../html/markup.ts';
import { armOf } from '../results/fixtures/arm.ts';
import { emptyResults, fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { tested } from '../results/tested-ms.ts';
import { frontierOf } from './frontier.ts';
import { frontierFinding, frontierWords } from './frontier-text.ts';

type Made = readonly [scheme: string, endsMs: number, commands: number, renewal?: number];

/** A run of which nothing is known but how soon an end acts, and what the store is asked. */
function run(made: readonly Made[]): Results {
  const like = fullResults.attacks.find(({ windowMs }) => windowMs !== undefined) ?? assert.fail();
  const sample = (scheme: string, metric: string, value: number) => ({
    ...{ scenario: 'store-use', scheme, arm: armOf('lifecycle', scheme), round: 1, metric, unit: 'count', value },
    valid: true,
  });
  return {
    ...emptyResults,
    run: { ...emptyResults.run, profile: 'full', schemes: made.map(([id]) => id) },
    schemes: made.map(([id]) => ({ ...(fullResults.schemes[0] ?? assert.fail()), id })),
    samples: made.flatMap(([scheme, , commands, renewal = 0]) => [
      sample(scheme, 'commands.read', commands),
      sample(scheme, 'commands.refresh', renewal),
    ]),
    attacks: made.map(([scheme, endsMs]) => {
      const seen = { measuredMs: tested(endsMs === 0 ? 0 : 2_000), declaredMs: tested(endsMs === 0 ? 0 : 3_000) };
      return {
        ...like,
        ...{ scheme, outcome: endsMs === 0 ? 'blocked' : 'window', configuredMs: endsMs },
        windows: [{ ...({ event: 'logout', artefact: 'access-token', configuredMs: endsMs } as const), ...seen }],
      };
    }),
  };
}

const three: readonly Made[] = [
  ['session', 0, 1],
  ['jwt', 901_000, 0],
  ['jwt-refresh', 301_000, 0, 6],
];

describe('the frontier', () => {
  it('is made of those of whom nobody is ahead on both axes', () => {
    const points = frontierOf(run([...three, ['slow-list', 5_000, 2]]));
    assert.deepEqual(
      points.map(({ scheme, endsMs, commands, dominatedBy }) => [scheme, endsMs, commands, dominatedBy]),
      [
        ['session', 0, 1, []],
        ['slow-list', 5_000, 2, ['session']],
        ['jwt-refresh', 301_000, 0, []],
        ['jwt', 901_000, 0, ['jwt-refresh']],
      ],
    );
  });

  it('is told in words, with what a renewal takes beside it', () => {
    const points = frontierOf(run(three));
    assert.equal(
      frontierFinding(points),
      'How soon a logout acts, for how many store commands a request: session at once for 1; jwt-refresh up to 5 min 1 s for none.',
    );
    assert.deepEqual(frontierWords(points).slice(1), [
      'jwt-refresh: up to 5 min 1 s, 0 store commands a request; a renewal takes 6 more, which are not in it. On the frontier.',
      'jwt: up to 15 min 1 s, 0 store commands a request. Behind jwt-refresh, which is ahead on one axis and behind on none.',
    ]);
  });

  it('leaves out whom the run does not know on both axes, and draws nothing of one scheme', () => {
    const whole = run(three);
    assert.deepEqual(frontierOf({ ...whole, samples: [] }), []);
    assert.equal(frontierView({ ...whole, attacks: whole.attacks.slice(0, 1) }), undefined);
    assert.equal(frontierView(emptyResults), undefined);
  });

  it('names each of ten schemes, also where several stand at one place, and no name covers another', () => {
    const ten: readonly Made[] = [
      ...three,
      ['sealed-cookie', 43_200_000, 0],
      ['session-snapshot', 60_000, 0.2],
      ['jwt-epoch', 0, 1],
      ['jwt-denylist', 0, 1],
      ['jwt-refresh-dpop', 301_000, 1],
      ['opaque-introspection', 10_000, 1.1],
      ['bff', 0, 3],
    ];
    const picture = render(frontierView(run(ten)) ?? assert.fail());
    const texts = [...picture.matchAll(/<text class="(?:strong|quiet)" x="([\d.]+)" y="([\d.]+)">([\w-]+)<\/text>/g)];
    const boxes = texts.map(([, x, y, text = '']) => ({
      x: Number(x),
      y: Number(y),
      end: Number(x) + 6 * text.length,
      text,
    }));
    assert.deepEqual(boxes.map(({ text }) => text).sort(), ten.map(([scheme]) => scheme).sort());
    for (const a of boxes) {
      assert.ok(a.x >= 0 && a.end <= 470, a.text);
      for (const b of boxes)
        assert.ok(a === b || Math.abs(a.y - b.y) >= 11 || a.end <= b.x || b.end <= a.x, `${a.text} over ${b.text}`);
    }
  });
});
