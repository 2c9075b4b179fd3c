import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { CapacityPlan } from '../../../reports/capacity/plan.ts';
import html from '../../../reports/formats/html.ts';
import { capacityResults } from '../../../reports/results/fixtures/capacity.ts';
import { findBrowser } from '../../machine/browser.ts';
import { createDialogue } from '../prompts.ts';
import type { CommandOutput } from './answering.fixture.ts';
import { askForLoad } from './plan.ts';

const load = ['--users', '1e6', '--rate', '20000', '--mix', 'read=0.97,login=0.01,renewal=0.02'];
const executable = await findBrowser();

let folder: string;
let answering: ChildProcess;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-plan-'));
  await mkdir(join(folder, 'reports', 'runs', 'first'), { recursive: true });
  await writeFile(join(folder, 'reports', 'runs', 'first', 'results.json'), JSON.stringify(capacityResults));
  await symlink('first', join(folder, 'reports', 'runs', 'latest'));
  await writeFile(join(folder, 'prices.yaml'), 'currency: EUR\nvcpuHour: 0.05\ngbMonth: 3\ngbOut: 0.05\n');
  await writeFile(join(folder, 'wrong.yaml'), 'vcpuHour: dear\ngbMonth: 3\ngbOut: 0.05\nperRequest: 1\n');
  answering = fork(new URL('./answering.fixture.js', import.meta.url), { cwd: folder });
});
after(async () => {
  answering.kill();
  await rm(folder, { recursive: true, force: true });
});

async function authbench(...args: string[]): Promise<CommandOutput> {
  answering.send(args);
  return (await once(answering, 'message'))[0];
}

/** What stands beside a quantity of each scheme, as the terminal shows it. */
function told(out: string, title: string): string[] {
  return [...out.matchAll(new RegExp(`^ +${title} +(.*?)(?::.*)?$`, 'gm'))].map(([, value = '']) => value);
}

describe('plan', () => {
  it('tells servers, store, network and money of each scheme within 80 columns, and what they rest on', async () => {
    const { code, out } = await authbench('plan', ...load, '--prices', 'prices.yaml');
    assert.equal(code, 0);
    assert.deepEqual(told(out, 'Servers, one core each'), ['104 (103 to 104)', '304 (303 to 304)', '105 (105 to 106)']);
    assert.deepEqual(told(out, 'Store memory'), ['0.6 GB', '0', '5.5 GB (0.7 GB to 10.3 GB)']);
    assert.deepEqual(told(out, 'Network out').slice(0, 1), ['10 MB/s']);
    assert.deepEqual(told(out, 'Money a month, EUR').slice(0, 1), ['5,154 (5,117 to 5,154)']);
    const plain = out.replace(/\s+/g, ' ');
    assert.match(plain, /login: cpu\.servers, cpu\.store, bytes\.up and bytes\.down \(1 round, no interval\)/);
    assert.match(plain, /Break-evens - session: the second store core comes at/);
    for (const line of out.split('\n')) assert.ok(line.length <= 80, line);
  });

  it('tells programs the same', async () => {
    const { schemes, breakEvens, missing }: CapacityPlan = JSON.parse((await authbench('plan', ...load, '--json')).out);
    const { out } = await authbench('plan', 'first', ...load);
    const servers = schemes.map(
      ({ servers }) => 'middle' in servers && `${servers.middle} (${servers.low} to ${servers.high})`,
    );
    assert.deepEqual(servers, told(out, 'Servers, one core each'));
    const plain = out.replace(/\s+/g, ' ');
    for (const text of [...breakEvens, ...missing.map(({ because }) => because)]) assert.ok(plain.includes(text), text);
  });

  it('names all that is wrong with what it was given at once, prices too', async () => {
    const { code, err } = await authbench('plan', 'none', '--users', 'x', '--mix', 'read=2', '--prices', 'wrong.yaml');
    assert.equal(code, 64);
    for (const part of [
      /AB-E001/,
      /--users: 'x' is no count/,
      /--rate: is needed/,
      /--mix: .*not to 1/,
      /--prices: .*perRequest/s,
    ])
      assert.match(err, part);
  });

  it('has codes of their own for prices that cannot be used and for a run that there is not', async () => {
    const { code, err } = await authbench('plan', ...load, '--prices', 'wrong.yaml');
    assert.equal(code, 64);
    for (const part of [/AB-E013/, /vcpuHour/, /currency/, /perRequest/]) assert.match(err, part);
    assert.match((await authbench('plan', ...load, '--prices', 'nowhere.yaml')).err, /AB-E013/);
    assert.match((await authbench('plan', 'nothing', ...load)).err, /AB-E004/);
  });

  it('asks part by part on a terminal, and again where an answer cannot be read', async () => {
    const said: string[] = [];
    const lines = async function* () {
      yield* ['many', '1e6', '20000', '', '8h'];
    };
    const answers = await askForLoad(createDialogue(lines(), (text) => said.push(text)));
    assert.deepEqual(answers, { users: '1e6', ratePerSecond: '20000', sessionLengthMs: '8h' });
    assert.equal(said[1], "  'many' is no count above 0, such as 20000 or 1e6\n");
    assert.match(said[4] ?? '', /\(shares, such as read=0\.97,login=0\.01,renewal=0\.02, or what follows/);
  });

  it('comes to the same numbers in the page, whose reader changes them', {
    skip: executable === undefined && 'no Chromium or Chrome is installed',
  }, async () => {
    const file = join(folder, 'index.html');
    await writeFile(file, html.files['index.html'](capacityResults));
    const browser = await chromium.launch({
      executablePath: executable ?? '',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(file).href);
      for (const fold of await page.locator('#plan details').all())
        await fold.evaluate((element) => element.setAttribute('open', ''));
      for (const [users, rate, mix] of [
        ['1e6', '20000', 'read=0.97,login=0.01,renewal=0.02'],
        ['28800', '1000', ''],
      ] as const) {
        const fields = { users, rate, mix, 'vcpu-hour': '0.05', 'gb-month': '3', 'gb-out': '0.05', currency: 'EUR' };
        for (const [name, value] of Object.entries(fields)) await page.fill(`[name=plan-${name}]`, value);
        const flags = ['--users', users, '--rate', rate, ...(mix ? ['--mix', mix] : [])];
        const { out } = await authbench('plan', ...flags, '--prices', 'prices.yaml');
        for (const title of [
          'Servers, one core each',
          'Store cores',
          'Store memory',
          'Network out',
          'Money a month, EUR',
        ]) {
          const row = page.locator('#plan-answer tr', { has: page.locator(`th:text-is("${title}")`) }).locator('td');
          const shown = await row.locator('.estimate').allTextContents();
          assert.deepEqual(shown, told(out, title), title);
        }
        const breakEvens = await page.locator('#plan-answer ul').first().locator('li').allTextContents();
        for (const text of breakEvens) assert.ok(out.replace(/\s+/g, ' ').includes(text), text);
      }
    } finally {
      await browser.close();
    }
  });
});
