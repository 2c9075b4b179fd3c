import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { answersDifferently, builtDifferently } from '../servers/built-differently.fixture.ts';
import { attacks, decided, type Ground, openGround, schemes, weaknesses } from './attack-suite.fixture.ts';
import { type Chromium, chromiumAt } from './driver/chromium.ts';
import { findBrowser } from './machine/browser.ts';

/** Those that look at what differs here: headers, cookies, claims, and the bodies of answers. */
const looking = [
  ...['cache-leak', 'cookie-attributes', 'csrf-origin-proof', 'session-fixation', 'session-dirty-check-collision'],
  ...['verify-cache-staleness', 'jwt-duplicate-claims', 'answer-leak', 'browser-cache-leak'],
];
const browsing = [
  ...['csrf-cross-site', 'csrf-sibling-domain', 'logout-csrf', 'refresh-csrf', 'login-csrf', 'cors-read'],
  'back-after-logout',
];

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground[Symbol.asyncDispose]());

describe('servers that are soundly built differently', { concurrency: 6 }, () => {
  tryAll(looking);
});

const executable = await findBrowser();
describe('the same in a browser', {
  skip: executable ? false : 'no Chromium or Chrome is installed',
  concurrency: 3,
}, () => {
  let folder: string;
  let chromium: Chromium;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    chromium = chromiumAt(executable ?? '', join(folder, 'chromium'), new AbortController().signal);
  });
  after(async () => {
    await chromium[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  tryAll(browsing, () => chromium);
});

function tryAll(ids: readonly string[], chromium?: () => Chromium): void {
  for (const id of ids) {
    const attack = attacks.get(id);
    assert.ok(attack, id);
    for (const plain of schemes.values()) {
      if (attack.appliesTo(plain.traits) !== true) continue;
      const scheme = builtDifferently(plain);
      const trial = () => ({
        ground,
        attack,
        scheme,
        before: answersDifferently,
        ...(chromium && { chromium: chromium() }),
      });

      it(`raise no alarm: ${id} on ${scheme.id}`, async () => {
        const expected = attack.expected(scheme.traits);
        const { outcome, because } = await decided(expected, trial());
        assert.equal(outcome, expected, because);
      });

      for (const control of attack.controls) {
        const weakness = weaknesses.get(control);
        if (!weakness?.appliesTo(scheme.traits)) continue;
        it(`hide no weakness: ${id} beats ${scheme.id} with ${control}`, async () => {
          const { outcome, because } = await decided('succeeded', { ...trial(), weakness });
          assert.equal(outcome, 'succeeded', because);
        });
      }
    }
  }
}
