import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyResults, failedResults, fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import junit from './junit.ts';

const write = (results: Partial<Results>) => junit.files['junit.xml']({ ...emptyResults, ...results });

describe('junit', () => {
  it('makes a failure of an attack that did not end as required', () => {
    assert.match(
      write({ attacks: failedResults.attacks.slice(0, 1) }),
      /<testsuite name="security" timestamp="2026-11-23T13:05:02.000Z" tests="1" failures="1" errors="0" skipped="0">[\s\S]*name="replay-after-logout on session".*\n.*<failure message="succeeded, required blocked: 40 of 40 replays .*" type="succeeded"\/>/,
    );
  });

  it('tells of a window for how long it works and which requirement that misses, and how long the test took', () => {
    const xml = junit.files['junit.xml'](fullResults);
    assert.match(
      xml,
      /name="replay-after-logout on jwt" file="[^"]*" time="[\d.]+">\n.*window: passed, since the scheme declares it\. The copy .*up to 15 min as configured\. It does not meet ASVS 7\.4\.1\./,
    );
    assert.match(xml, /<property name="profile" value="quick"\/>[\s\S]*<property name="commit" value="[^"]+"\/>/);
  });

  it('fails for requests that several instances accepted and had to refuse, as the run does', () => {
    const [row] = fullResults.scaling;
    const scaling = (['shared', 'own-memory'] as const).map((mode) => ({
      ...{ ...row!, scheme: 'session', scenario: 'undisturbed', instances: 2, event: 'none', mode, wronglyAccepted: 3 },
    }));
    const xml = write({ scaling });
    assert.match(xml, /<testsuite name="scaling" timestamp="[^"]*" tests="1" failures="1" errors="0" skipped="0">/);
    assert.match(
      xml,
      /<failure message="undisturbed on session, shared × 2: 3 requests accepted that had to be refused" type="accepted"\/>/,
    );
    assert.doesNotMatch(write({ scaling: scaling.slice(1) }), /<testsuite name="scaling"/);
  });

  it('has no test of what has no such surface', () => {
    const absent = fullResults.attacks.filter(({ outcome }) => outcome === 'not-applicable');
    assert.ok(absent.length > 0);
    assert.match(write({ attacks: absent }), /<testsuite name="security" timestamp="[^"]*" tests="0"/);
  });

  it('skips what has no verdict, with the reason', () => {
    assert.match(
      write({ attacks: fullResults.attacks.filter(({ outcome }) => outcome === 'inconclusive') }),
      /<skipped message="inconclusive: The attack did not win against the weakened server[^"]*"\/>\n.*<!\[CDATA\[inconclusive: The attack did not win/,
    );
  });

  it('says of everything that it skips why', () => {
    const xml = junit.files['junit.xml'](fullResults);
    const reasons = xml.match(/<skipped[^>]*>/g) ?? [];
    assert.ok(reasons.length > 0);
    assert.deepEqual(
      reasons.filter((one) => !/^<skipped message="[^"]{10,}"\/>$/.test(one)),
      [],
    );
  });

  it('makes an error of a failed check of the run itself, and no failure of a refuted claim', () => {
    const refuted = fullResults.claims.filter(({ state }) => state === 'refuted');
    const xml = write({ quality: failedResults.quality, claims: refuted });
    assert.match(xml, /^<testsuites name="authbench" tests="8" failures="0" errors="1" skipped="1">$/m);
  });

  it('judges budgets in a suite of their own: a warning fails nothing, and what is open is skipped', () => {
    const budgets = (['met', 'breached', 'waived', 'invalid', 'inconclusive'] as const).flatMap((state) =>
      (['error', 'warn'] as const).map((level) => ({ id: `${state}-${level}`, level, state, because: 'seen' })),
    );
    const xml = write({ budgets });
    assert.match(xml, /<testsuite name="budgets" timestamp="[^"]*" tests="10" failures="1" errors="1" skipped="2">/);
    assert.match(xml, /name="breached-error">\n.*\n? *<failure message="seen" type="breached"\/>/);
    assert.match(xml, /<!\[CDATA\[breached, warn: seen\]\]>/);
    assert.match(xml, /<skipped message="inconclusive, warn: seen"\/>/);
  });

  it('fails for what got worse since the baseline, and passes nothing that cannot be compared', () => {
    const change = (metric: string, verdict: 'worse' | 'equivalent' | 'invalid') => ({
      ...{ scenario: 'login', scheme: 'jwt', metric, unit: 'us', ratio: null, ciLow: null, ciHigh: null, rounds: 8 },
      ...{ verdict, because: 'seen' },
    });
    const baseline = {
      ...{ base: 'a', head: 'b', mismatches: [], claims: [], security: { fresh: ['new'], fixed: [], open: [] } },
      changes: [change('errors', 'worse'), change('cpu.total', 'invalid'), change('latency.p50', 'equivalent')],
    };
    assert.match(
      write({ baseline }),
      /<testsuite name="baseline" timestamp="[^"]*" tests="4" failures="2" errors="0" skipped="1">/,
    );
    assert.match(
      write({ baseline: { ...baseline, mismatches: ['profile'] } }),
      /<testsuite name="baseline" timestamp="[^"]*" tests="1" failures="0" errors="1" skipped="0">/,
    );
  });

  it('makes an error of a scheme that answered a load in no round', () => {
    const samples = [
      { ...fullResults.samples[0]!, place: 1, metric: 'cpu.total', valid: false, invalidReason: 'gone' },
    ];
    assert.match(
      write({ samples }),
      /<error message="authenticated-read came to nothing on session: gone" type="silent"\/>/,
    );
  });

  it('keeps the document well-formed whatever a text holds', () => {
    const because = 'a\u0000b\u001b[31m<c> & "d" ]]> ]]> \uffff';
    const claims = [{ ...fullResults.claims[0]!, measured: because }];
    const attacks = [{ ...failedResults.attacks[0]!, because }];
    const xml = write({ attacks, claims });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 §2.2 forbids them, which is the point.
    assert.doesNotMatch(xml, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\uffff]/);
    assert.match(xml, /message="[^"]*&lt;c/);
    assert.equal(xml.split(']]>').length, xml.split('<![CDATA[').length);
  });
});
