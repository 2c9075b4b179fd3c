import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Invocation, Log } from 'sarif';
import { emptyResults, failedResults, fullResults, incompleteResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import sarif from './sarif.ts';

const read = (results: Results) => (JSON.parse(sarif.files['findings.sarif'](results)) as Log).runs[0]!;

describe('sarif', () => {
  it('finds nothing where every attack ended as required', () => {
    for (const results of [fullResults, emptyResults]) {
      assert.deepEqual(read(results).results, []);
      assert.deepEqual(read(results).tool.driver.rules, []);
    }
  });

  it('says where the tool is published, where that is known, and invents no address', () => {
    const homepage = 'https://authbench.example/';
    const published = read({ ...failedResults, tool: { ...failedResults.tool, homepage } });
    assert.equal(published.tool.driver.informationUri, homepage);
    assert.equal('informationUri' in read(failedResults).tool.driver, false);
  });

  it('reports each failure once, at its source line', () => {
    const found = read(failedResults).results!.map(({ ruleId, message, locations }) => {
      const { artifactLocation, region } = locations![0]!.physicalLocation!;
      return [ruleId, message.text, artifactLocation!.uri, region!.startLine];
    });
    assert.deepEqual(found, [
      [
        'replay-after-logout',
        'Replay after logout works against session. 40 of 40 replays were answered as the victim, the last one 10 s after the logout. What it gains: Keep using a stolen credential after its owner has signed out.',
        'scenarios/attacks/revocation/replay-after-logout.ts',
        24,
      ],
      [
        'jwt-unsigned',
        'Unsigned and altered tokens makes a request fail inside jwt. 2 of 14 altered tokens were answered 500. What it gains: Become another user by editing the token.',
        'scenarios/attacks/jwt/jwt-unsigned.ts',
        22,
      ],
    ]);
  });

  it('tells how to mend it, where to read on, and each step that led there', () => {
    const run = read(failedResults);
    const [rule] = run.tool.driver.rules!;
    assert.deepEqual(
      [rule!.name, rule!.helpUri],
      ['ReplayAfterLogout', 'https://cwe.mitre.org/data/definitions/613.html'],
    );
    assert.match(rule!.help!.markdown!, /## How to mend it\n\nEnd every copy at logout on the server,/);
    const steps = run.results![0]!.codeFlows![0]!.threadFlows[0]!.locations.map(
      ({ location }) => location!.message!.text,
    );
    assert.equal(steps[0], '0 ms: POST /login → 200');
    assert.ok(steps.length > 2);
  });

  it('tells how to mend what got through, also where another server held it off by failing', () => {
    const [got] = failedResults.attacks.filter(({ asExpected }) => asExpected === false);
    const crashed = { ...got!, scheme: 'mine', outcome: 'blocked-by-crash' as const };
    const helpOf = (attacks: Results['attacks']) =>
      read({ ...failedResults, attacks }).tool.driver.rules!.map(
        ({ help }) => /How to mend it: (.*)/.exec(help!.text)?.[1],
      );
    assert.deepEqual(helpOf([crashed, got!]), [got!.fix]);
    assert.deepEqual(helpOf([crashed]), [
      `Answer with 4xx, or with 503 in an outage, instead of failing: ${got!.title}.`,
    ]);
  });

  it('relates rules to the requirements of standards, with what the run shows of each', () => {
    const run = read(failedResults);
    assert.deepEqual(
      run.taxonomies!.map(({ name }) => name),
      ['ASVS 5.0', 'RFC 8725 and rfc8725bis', 'RFC 9700', 'RFC 10017'],
    );
    const [rule] = run.tool.driver.rules!;
    assert.deepEqual(rule!.relationships![0], {
      target: { id: 'ASVS 7.4.1', toolComponent: { name: 'ASVS 5.0' } },
      kinds: ['relevant'],
    });
    const taxon = run.taxonomies![0]!.taxa!.find(({ id }) => id === 'ASVS 7.4.1');
    assert.deepEqual(taxon!.properties!.states, { session: 'not-met', jwt: 'not-met', 'jwt-refresh': 'not-met' });
  });

  it('never reports a weakened server, whatever became of it', () => {
    const attacks = fullResults.attacks.map((attack) => ({
      ...attack,
      control: { ...attack.control, outcome: 'succeeded' as const, beaten: true },
    }));
    assert.deepEqual(read({ ...fullResults, attacks }).results, []);
  });

  it('notes what has no verdict, which is not fixed by that, and a run that was cut', () => {
    const invocation = (results: Results) => {
      const [{ executionSuccessful, toolExecutionNotifications }] = read(results).invocations as [Invocation];
      return [executionSuccessful, toolExecutionNotifications?.length];
    };
    const open = fullResults.attacks.filter(({ outcome }) => outcome === 'inconclusive').length;
    assert.ok(open > 0);
    assert.deepEqual(
      [invocation(fullResults), invocation(emptyResults), invocation({ ...fullResults, run: incompleteResults.run })],
      [
        [true, open],
        [emptyResults.run.state === 'complete', 0],
        [false, open],
      ],
    );
  });

  it('meets what code scanning asks for', () => {
    const run = read(failedResults);
    assert.equal(run.automationDetails!.id, 'authbench/security/20261123T160000Z-1a2b3c4');
    for (const rule of run.tool.driver.rules!) {
      assert.ok(rule.help!.text.length > 0);
      assert.ok(rule.properties!.tags!.length <= 10);
      assert.match(String(rule.properties!['security-severity']), /^\d\.\d$/);
      assert.match(String(rule.properties!.precision), /^(very-high|high|medium|low)$/);
    }
    for (const { ruleId, ruleIndex, locations, partialFingerprints } of run.results!) {
      assert.equal(run.tool.driver.rules![ruleIndex!]!.id, ruleId);
      assert.match(partialFingerprints!.primaryLocationLineHash!, /^[0-9a-f]{16}:1$/);
      const { startLine, startColumn, endLine, endColumn } = locations![0]!.physicalLocation!.region!;
      assert.ok(startLine! >= 1 && startColumn! >= 1 && endLine! >= startLine! && endColumn! > startColumn!);
    }
  });

  it('places nothing at an http address', () => {
    assert.doesNotMatch(sarif.files['findings.sarif'](failedResults), /"uri": "https?:/);
  });

  it('gives one finding the same fingerprint wherever its line moves', () => {
    const moved = failedResults.attacks.map((attack) => ({ ...attack, source: { ...attack.source, line: 99 } }));
    const prints = (results: Results) => read(results).results!.map(({ partialFingerprints }) => partialFingerprints);
    assert.deepEqual(prints({ ...failedResults, attacks: moved }), prints(failedResults));
  });
});
