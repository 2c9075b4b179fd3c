import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import markdown from '../formats/markdown.ts';
import { render } from '../html/markup.ts';
import { runtimes } from '../html/sections/runtimes.ts';
import type { Arm } from '../results/arm.ts';
import { armOf } from '../results/fixtures/arm.ts';
import { createNoise } from '../results/fixtures/noise.ts';
import { emptyResults, fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { compareVariations } from '../statistics/sensitivity.ts';
import { onRuntimes, runtimesInWords } from './runtimes.ts';
import { summarise } from './summary.ts';

type Sample = Results['samples'][number];
type Figures = readonly [cpuUs: number, perSecond: number];

const alike: Figures = [200, 2_000];
const cheaper: Figures = [160, 2_600];
const muchCheaper: Figures = [100, 4_000];

/** Eight rounds on 20.20.2 and on another, each figure within 0.5 % of what is given, and `noise` beside that. */
function resultsOf(
  jwt: { readonly here: Figures; readonly there: Figures },
  { noise = 0.005, session = alike, aaArm = session }: { noise?: number; session?: Figures; aaArm?: Figures } = {},
): Results {
  const random = createNoise(3);
  const variation = 'node-24.21.0';
  const arms: readonly [scheme: string, built: Partial<Arm>, Figures][] = [
    ['session', {}, [200, 2_000]],
    ['session', { role: 'a-a' }, [200, 2_000]],
    ['jwt', {}, jwt.here],
    ['floor', { role: 'floor' }, [60, 6_000]],
    ['session', { variation }, session],
    ['session', { variation, role: 'a-a' }, aaArm],
    ['jwt', { variation }, jwt.there],
    ['floor', { variation, role: 'floor' }, [50, 7_000]],
  ];
  const samples = arms.flatMap(([scheme, built, [cpuUs, perSecond]]) =>
    Array.from({ length: 8 }, (_, i) => i + 1).flatMap((round): Sample[] => {
      const arm = armOf('sensitivity', scheme, 'main', built);
      const common = { scenario: 'authenticated-read', scheme, arm, round, valid: true };
      const noisy = (value: number) => value * Math.exp(random.normal(noise));
      return [
        { ...common, metric: 'cpu.total', unit: 'us', value: noisy(cpuUs) },
        { ...common, metric: 'throughput', unit: '1/s', value: noisy(perSecond) },
      ];
    }),
  );
  const run = {
    ...emptyResults.run,
    id: 'R',
    state: 'complete' as const,
    profile: 'standard' as const,
    schemes: ['session', 'jwt'],
  };
  const runtime = { variation, node: '24.21.0', v8: '13.6', openssl: '3.5', asked: '24' };
  return {
    ...emptyResults,
    run,
    samples,
    comparisons: compareVariations({ run, samples }),
    environment: { ...emptyResults.environment, node: '20.20.2', runtimes: [runtime] },
  };
}

describe('servers on several Node.js', () => {
  it('have each scheme held against the first on the same one, and that one against itself', () => {
    const rows = onRuntimes(resultsOf({ here: cheaper, there: [220, 1_000] }, { session: [400, 1_000] }));
    const shown = (one: Results['comparisons'][number] | undefined) => one && [one.ratio?.toFixed(1), one.verdict];
    assert.deepEqual(
      rows.map(({ node, scheme, ratios }) => [node, scheme, shown(ratios['cpu.total']), shown(ratios.throughput)]),
      [
        ['20.20.2', 'session', ['1.0', 'equivalent'], ['1.0', 'equivalent']],
        ['20.20.2', 'jwt', ['0.8', 'better'], ['1.3', 'better']],
        ['20.20.2', 'floor', undefined, undefined],
        ['24.21.0', 'session', ['1.0', 'equivalent'], ['1.0', 'equivalent']],
        ['24.21.0', 'jwt', ['0.5', 'better'], ['1.0', 'equivalent']],
        ['24.21.0', 'floor', undefined, undefined],
      ],
    );
    assert.deepEqual(
      rows.map(({ figures }) => Math.round((figures.throughput?.median ?? 0) / 100)),
      [20, 26, 60, 10, 10, 70],
    );
  });

  it('have a conclusion that turns where a scheme is ahead on one alone', () => {
    const text = runtimesInWords(resultsOf({ here: alike, there: cheaper }));
    assert.match(
      text ?? '',
      /^A conclusion turns with the Node\.js that runs the servers: throughput at saturation of jwt is 1\.00 \[\S+ \S+\] times that of session on 20\.20\.2 \(equivalent\) and 1\.(?:29|30) \[\S+ \S+\] times that of session on 24\.21\.0 \(better\); CPU per request of jwt is (?:0\.99\d|1\.00) /,
    );
  });

  it('have one that holds, and yet another size, where intervals have nothing in common', () => {
    const text = runtimesInWords(resultsOf({ here: cheaper, there: muchCheaper }));
    assert.match(
      text ?? '',
      /^How far schemes are apart depends on the Node\.js: throughput .*; CPU per request of jwt is 0\.[78]/,
    );
    assert.doesNotMatch(text ?? '', /turns/);
  });

  it('are named where it is open which one they have', () => {
    const results = resultsOf({ here: alike, there: cheaper });
    const [first] = results.environment.runtimes ?? [];
    const third = { ...first!, variation: 'node-26.1.0', node: '26.1.0', asked: '26' };
    const there = ({ variation }: { readonly variation?: string | undefined }) => variation === first?.variation;
    const open = results.comparisons
      .filter(there)
      .map((one) => ({ ...one, variation: third.variation, verdict: 'inconclusive' as const, furtherRounds: 7 }));
    const text = runtimesInWords({
      ...results,
      comparisons: [...results.comparisons, ...open],
      environment: { ...results.environment, runtimes: [first!, third] },
    });
    assert.match(text ?? '', /on 24\.21\.0 \(better\), and open on 26\.1\.0;/);
    assert.match(text ?? '', /\. Some ratios are open, and more rounds would settle some: .* --rounds \+7\.$/);
  });

  it('have one that does not depend on them', () => {
    assert.equal(
      runtimesInWords(resultsOf({ here: cheaper, there: cheaper })),
      'Servers on Node.js 20.20.2 and 24.21.0: no conclusion turns with it in throughput at saturation of jwt and CPU per request of jwt.',
    );
  });

  it('have none where noise is too large, and say how many rounds would do', () => {
    const text = runtimesInWords(resultsOf({ here: cheaper, there: cheaper }, { noise: 0.3 }));
    assert.match(
      text ?? '',
      /: \d of 2 ratios are open, and more rounds would settle some: npm run bench -- --resume R --rounds \+\d+\.$/,
    );
  });

  it('have none on a Node.js whose A/A arms came out different', () => {
    const spoilt = resultsOf({ here: cheaper, there: muchCheaper }, { aaArm: [300, 1_500] });
    assert.match(runtimesInWords(spoilt) ?? '', /^Servers on .*: 2 of 2 ratios are open/);
    const [, , , itself, jwt] = onRuntimes(spoilt);
    assert.deepEqual([itself?.ratios['cpu.total']?.verdict, jwt?.ratios['cpu.total']?.verdict], ['invalid', 'invalid']);
    assert.match(jwt?.ratios['cpu.total']?.because ?? '', /^the A\/A control failed/);
  });

  it('are told of before any figure that was measured on one of them', () => {
    const results = resultsOf({ here: alike, there: cheaper });
    assert.match(summarise(results).answer[0]?.text ?? '', /^A conclusion turns with the Node\.js/);
    const page = render(runtimes(results) ?? assert.fail('there is no table'));
    assert.match(page, /Does a conclusion depend on the Node\.js version\?/);
    assert.match(page, /Node\.js 20\.20\.2, which ran the bench too/);
    assert.match(
      markdown.files['summary.md'](results),
      /\n\| 24\.21\.0 \| jwt \| [\d,]+ 1\/s \| 1\.\d\d \\\[.*\\\] better \| 1\d\d µs \| 0\.[78].*\\\] better \|\n/,
    );
    assert.match(page, /<th scope="row">no authentication<\/th>/);
  });

  it('are what a run with load cannot tell of where it had one alone', () => {
    const [sample] = fullResults.samples;
    assert.ok(sample);
    const loaded = { ...sample, metric: 'rate.offered' };
    const told = ({ limits }: Pick<Results, 'limits'>) =>
      limits.filter((limit) => limit.startsWith(`Servers ran on Node.js ${fullResults.environment.node} alone;`))
        .length;
    assert.deepEqual(
      [[loaded], []].map((samples) => told(summarise({ ...fullResults, samples }))),
      [1, 0],
    );
    const results = resultsOf({ here: alike, there: alike });
    assert.doesNotMatch(summarise({ ...results, samples: [...results.samples, loaded] }).limits.join(), /alone/);
  });

  it('are told of once, and not as a choice of how a scheme is built too', () => {
    const results = resultsOf({ here: alike, there: cheaper });
    const question = {
      id: 'node-24.21.0',
      kind: 'sensitivity',
      title: 'Node.js 24.21.0',
      question: '?',
      choice: 'which Node.js',
    };
    const { answer: told } = summarise({ ...results, scenarios: [question] });
    assert.equal(told.filter(({ text }) => text.includes('Node.js')).length, 1);
  });

  it('are nothing to tell of where there is one alone', () => {
    assert.deepEqual(
      [onRuntimes(emptyResults), runtimesInWords(emptyResults), runtimes(emptyResults)],
      [[], undefined, undefined],
    );
  });
});
