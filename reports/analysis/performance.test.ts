import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { performance } from './performance.ts';
import { conclusions, questionsAnswered } from './questions.ts';

type Comparison = Results['comparisons'][number];

const [like] = fullResults.comparisons.filter(({ kind }) => kind === 'scheme') as [Comparison];

function pair(metric: string, scheme: string, part: Partial<Comparison>): Comparison {
  const { bound: _, ...rest } = like;
  return { ...rest, scenario: 'authenticated-read', metric, scheme, verdict: 'inconclusive', ...part };
}

/** Each question, of both schemes, with the same bound or none. */
function run(
  bounds: Readonly<Record<string, readonly [number, number] | undefined>>,
  part: Partial<Comparison> = {},
): Results {
  const comparisons = Object.entries(bounds).flatMap(([metric, bound]) =>
    ['jwt', 'jwt-refresh'].map((scheme) =>
      pair(metric, scheme, { ...(bound && { bound: { low: bound[0], high: bound[1] } }), ...part }),
    ),
  );
  return { ...fullResults, comparisons, samples: [], roundMs: 20_000 };
}

const narrow = [0.86, 1.18] as const;
const wide = [0.64, 1.5625] as const;

describe('the three questions', () => {
  it('all have an answer, of a Node version', () => {
    assert.equal(
      questionsAnswered(run({ throughput: narrow, 'cpu.total': narrow, 'latency.p50': narrow })),
      'Authenticated read on Node 20.20.2: all three questions have an answer, throughput at saturation, CPU per request and median latency.',
    );
  });

  it('that have none are named, and those that nobody asked', () => {
    assert.equal(
      questionsAnswered(run({ throughput: wide, 'cpu.total': narrow, 'latency.p50': narrow })),
      'Authenticated read on Node 20.20.2: two of three questions have an answer, CPU per request and median latency; throughput at saturation has none yet.',
    );
    assert.equal(
      questionsAnswered(run({ 'cpu.servers': narrow, 'latency.p50': wide })),
      'Authenticated read on Node 20.20.2: one of three questions has an answer, CPU per request; median latency has none yet; throughput at saturation was not measured.',
    );
    assert.equal(
      questionsAnswered(run({ throughput: wide, 'cpu.total': undefined, 'latency.p50': wide })),
      'Authenticated read on Node 20.20.2: none of three questions has an answer.',
    );
  });

  it('have an answer for all schemes or for none', () => {
    const results = run({ 'cpu.total': narrow });
    const [jwt, refresh] = results.comparisons as [Comparison, Comparison];
    const { bound: _, ...open } = refresh;
    assert.match(questionsAnswered({ ...results, comparisons: [jwt, open] }) ?? '', /none of three questions/);
  });

  it('are answered by another margin where another was given', () => {
    const results = run({ throughput: narrow, 'cpu.total': narrow, 'latency.p50': narrow });
    assert.match(questionsAnswered({ ...results, decisionMargin: 0.18 }) ?? '', /none of three questions/);
  });

  it('are nobody’s where no two schemes were compared', () => {
    assert.equal(questionsAnswered(run({})), undefined);
    assert.deepEqual(conclusions(run({})), []);
    assert.deepEqual(performance(run({})), []);
  });
});

describe('what load came to', () => {
  it('is that nothing of it decides, where all three lie within the margin', () => {
    const results = run({ throughput: narrow, 'cpu.total': narrow, 'latency.p50': narrow });
    assert.match(
      performance(results)[0]?.text ?? '',
      / and median latency\. No difference reaches the 25 % that would decide: choose by something else\.$/,
    );
    const beyond = run({ throughput: narrow, 'cpu.total': narrow, 'latency.p50': [1.3, 1.5] });
    assert.doesNotMatch(conclusions(beyond).join(' '), /choose by something else/);
  });

  it('is told together of schemes of which the same is true', () => {
    const results = run({ 'cpu.total': narrow });
    assert.ok(
      conclusions(results).includes(
        'CPU per request, against session: jwt at most 18 % apart and jwt-refresh at most 18 % apart, too little to decide an architecture.',
      ),
    );
  });

  it('says at once how the open ones are settled, once for all of them', () => {
    const results = run({ throughput: wide, 'cpu.total': narrow, 'latency.p50': wide });
    assert.equal(
      performance(results)[0]?.text,
      'Authenticated read on Node 20.20.2: one of three questions has an answer, CPU per request; throughput at saturation and median latency have none yet. ' +
        'For throughput at saturation and median latency about 25 more rounds would tell: npm run bench -- --resume 20261123T130502Z-1a2b3c4 --rounds +25, in about 8 min.',
    );
  });

  it('says what to do also where a winner may or may not matter', () => {
    const results = run({ 'cpu.total': [0.62, 0.83] }, { verdict: 'better' });
    assert.match(conclusions(results)[0] ?? '', /one of three questions has an answer, CPU per request/);
    assert.match(
      conclusions(results).at(-1) ?? '',
      /^Whether CPU per request differs by 25 %, about \d+ more rounds would tell/,
    );
  });

  it('sends nobody to measure on where a difference is as large as the margin', () => {
    const results = run({ 'cpu.total': [0.74, 0.76] }, { verdict: 'better' });
    assert.match(conclusions(results).at(-1) ?? '', /^CPU per request, against session: .* which may or may not reach/);
  });

  it('says once what spoilt several questions, and bounds none of them', () => {
    const results = run(
      { throughput: undefined, 'cpu.total': undefined },
      { verdict: 'invalid', because: 'the A/A control failed: 1.2 excludes 1' },
    );
    assert.deepEqual(conclusions(results).slice(1), [
      'Throughput at saturation and CPU per request cannot be told: the A/A control failed: 1.2 excludes 1.',
      'For throughput at saturation and CPU per request measure again on a quieter machine: npm run bench -- --profile quick --seed 20261123, in about 5 min.',
    ]);
  });

  it('says why, and sends nobody to another machine, where neither that nor rounds would tell', () => {
    const because = 'jwt still changed while it was measured';
    const said = conclusions(run({ throughput: narrow, 'cpu.total': undefined, 'latency.p50': narrow }, { because }));
    assert.equal(said.at(-1), `CPU per request cannot be told: ${because}.`);
    assert.doesNotMatch(said.join(' '), /quieter|rounds/);
  });

  it('keeps to a verdict and its interval where there is no bound', () => {
    const results = run({ 'cpu.total': undefined }, { verdict: 'better', ratio: 0.623, ciLow: 0.601, ciHigh: 0.648 });
    assert.ok(
      conclusions(results).includes(
        'CPU per request, against session: jwt 0.623 [0.601, 0.648] times and jwt-refresh 0.623 [0.601, 0.648] times, better.',
      ),
    );
  });

  it('never puts a figure to a comparison without a bound and without a verdict', () => {
    for (const verdict of ['inconclusive', 'invalid'] as const) {
      const texts = conclusions(
        run({ 'cpu.total': undefined, 'latency.p50': undefined }, { verdict, because: 'of noise' }),
      );
      assert.doesNotMatch(texts.join(' '), /\[|against session/);
    }
  });

  it('speaks of the slowest answers only where they have one', () => {
    const texts = (bound: readonly [number, number]) =>
      performance(run({ 'latency.p50': narrow, 'latency.p99': bound })).at(-1)?.text;
    assert.match(texts(narrow) ?? '', /The slowest answers \(p99\), against session/);
    assert.doesNotMatch(texts(wide) ?? '', /slowest/);
  });

  it('speaks of the scenario that the bare route is measured beside, also where another one has an A/A arm', () => {
    const one = (kind: Comparison['kind'], scenario: string, high: number): Comparison => ({
      ...pair('cpu.total', kind === 'scheme' ? 'jwt' : 'session', { bound: { low: 0.9, high } }),
      ...{ kind, scenario },
    });
    const comparisons = [
      ...[one('a-a', 'login', 1.1), one('scheme', 'login', 1.9)],
      ...[one('a-a', 'authenticated-read', 1.1), one('scheme', 'authenticated-read', 1.1)],
      one('floor', 'authenticated-read', 1.1),
    ];
    assert.match(conclusions({ ...fullResults, comparisons })[0] ?? '', /^Authenticated read on Node .* one of three/);
  });

  it('says what a server core carries, and names a limit that is none', () => {
    const [, throughput] = performance(fullResults);
    assert.match(
      throughput?.text ?? '',
      /^Throughput at saturation: a server core in full use, its store not counted, carries 3,[\d]+ requests\/s with session, [\d,]+ with jwt and [\d,]+ with jwt-refresh; 6,540 requests\/s without authentication are no capacity of a server: servers wanted 0\.71 of 1 core, and the limit was the load generator \(0\.96 cores\)\. Against session: jwt 46 % to 67 % more requests\/s and jwt-refresh 43 % to 66 % more requests\/s, enough to choose by throughput\.$/,
    );
  });

  it('says nothing of a limit in a run that did not record it', () => {
    const samples = fullResults.samples.filter(({ metric }) => !metric.startsWith('saturation.'));
    const [, throughput] = performance({ ...fullResults, samples });
    assert.match(throughput?.text ?? '', /^Throughput at saturation, against session: jwt 46 % to 67 % more/);
    assert.doesNotMatch(throughput?.text ?? '', /core|limit|capacity/);
  });

  it('says at which rate a request took what, with each scheme and without any', () => {
    const arm = armOf('load', 'jwt');
    const rate = { scenario: 'authenticated-read', scheme: 'jwt', arm, round: 1, metric: 'rate.offered' };
    const samples = [...fullResults.samples, { ...rate, unit: '1/s', value: 1_390, valid: true }];
    const comparisons = [...run({ 'cpu.servers': narrow }).comparisons];
    assert.match(
      performance({ ...fullResults, comparisons, samples }).at(-1)?.text ?? '',
      /^CPU per request, of servers, at 1,390 requests\/s: [\d.]+ ms with session, [\d.]+ ms with jwt, [\d.]+ ms with jwt-refresh and [\d.]+ ms without authentication\. Against session: jwt at most 18 % apart/,
    );
  });
});
