import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../bench/machine/browser.ts';
import { analyse } from '../analysis/analyse.ts';
import { demandsOf } from '../capacity/demands.ts';
import { example as load, readWorkload } from '../capacity/workload.ts';
import format from '../formats/html.ts';
import { hostileResults, hostileTexts } from '../results/fixtures/hostile.ts';
import * as fixtures from '../results/fixtures/results.ts';
import { readResults } from '../results/read-results.ts';
import type { Results } from '../results/results.ts';
import { coresPrice } from './cores-price.ts';
import { evidenceAnchor } from './link.ts';
import { textSizes } from './styles.ts';

const executable = await findBrowser();
const skip = executable === undefined ? 'no Chromium or Chrome is installed' : false;
/** A quick run, as it is shipped, and as `report` writes it anew. */
const reading = readResults(
  JSON.parse(readFileSync(new URL('../../../reports/example/results.json', import.meta.url), 'utf8')),
);
assert.ok('results' in reading);
const example = analyse(reading.results, []);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the HTML report in a browser', { skip }, () => {
  let browser: Browser;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-html-'));
    browser = await chromium.launch({
      executablePath: executable ?? '',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
  });

  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const written = new Map<Results, string>();

  /** The report of a run, on disk: one for all that is done with it. */
  async function fileOf(results: Results): Promise<string> {
    const file = written.get(results) ?? join(folder, `${written.size}.html`);
    if (!written.has(results)) await writeFile(file, format.files['index.html'](results));
    written.set(results, file);
    return file;
  }

  /** Opens a report from disk and does something with it; returns what went over the network and to the console. */
  async function withPage(
    results: Results,
    options: BrowserContextOptions,
    use: (page: Page, address: string) => Promise<void>,
  ): Promise<string[]> {
    const address = pathToFileURL(await fileOf(results)).href;
    await using context = await browser.newContext(options);
    const noise: string[] = [];
    const page = await context.newPage();
    page.on('console', (message) => noise.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
    page.on(
      'request',
      (request) =>
        !request.url().startsWith(address) &&
        request.url() !== 'about:blank' &&
        noise.push(`request: ${request.url()}`),
    );
    await page.goto(address);
    await use(page, address);
    return noise;
  }

  for (const [name, results] of Object.entries(fixtures)) {
    for (const look of ['light', 'dark', 'print'] as const) {
      it(`breaks no accessibility rule: ${name}, ${look}`, async () => {
        const colorScheme = look === 'dark' ? 'dark' : 'light';
        await withPage(results, { bypassCSP: true, colorScheme }, async (page) => {
          if (look === 'print') {
            await page.getByLabel('Print everything').check();
            await page.emulateMedia({ media: 'print' });
          }
          // Print shows what is folded anyway, so one more unfolded run, in the other theme, sees every element in both.
          if (look === 'dark' && results === fixtures.fullResults) await page.evaluate(unfold);
          assert.deepEqual(await violations(page), []);
        });
      });
    }

    it(`needs nothing from anywhere and complains of nothing: ${name}`, async () => {
      const noise = await withPage(results, {}, async (page) => {
        await page.getByRole('button', { name: 'Dark theme' }).click();
        await page.getByRole('button', { name: 'Light theme' }).click();
      });
      assert.deepEqual(noise, []);
    });

    it(`never has to be scrolled sideways at 320 pixels: ${name}`, async () => {
      await withPage(results, { viewport: { width: 320, height: 800 } }, async (page) => {
        await page.evaluate(unfold);
        assert.equal(await page.evaluate(width), 320);
      });
    });
  }

  it('is complete without script, and a deep link opens the evidence it names', async () => {
    const place = fixtures.fullResults.evidence.findIndex(({ id }) => id === 'attack-replay-after-logout-jwt');
    const evidence = evidenceAnchor(place);
    const noise = await withPage(fixtures.fullResults, { javaScriptEnabled: false }, async (page, address) => {
      assert.equal(await page.getByRole('button').count(), 0);
      assert.equal(await page.locator('h2').count(), 24);
      assert.equal(await page.locator(`#${evidence} pre`).isVisible(), false);
      await page.goto('about:blank');
      await page.goto(`${address}#${evidence}`);
      assert.equal(await page.locator(`#${evidence} pre`).isVisible(), true);
    });
    assert.deepEqual(noise, []);
  });

  it('is read in twelve screens and 3,500 words, in six sizes of text: a quick run', async () => {
    await withPage(example, { viewport: { width: 1_280, height: 900 } }, async (page) => {
      const { words, screens, sizes } = await page.evaluate<{ words: number; screens: number; sizes: number[] }>(
        measured,
      );
      assert.ok(words <= 3_500, `${words} words`);
      assert.ok(screens <= 12, `${screens} screens`);
      assert.deepEqual(sizes, textSizes);
      // the first of them answers by itself
      for (const part of ['.default', '.case-of-yours', '#figure-exposure', '.certainty'])
        assert.ok(bottomOf(await page.locator(part).boundingBox()) <= 900, part);
    });
  });

  it('turns cores into money on its first screens, at the price that is typed', async () => {
    await withPage(example, { viewport: { width: 1_280, height: 900 } }, async (page) => {
      const answer = page.locator('#cores-answer');
      assert.equal(await answer.textContent(), '');
      await page.getByLabel('A core costs').fill('0.04');
      const read = readWorkload(load);
      assert.ok('workload' in read);
      assert.equal(await answer.textContent(), coresPrice(read.workload, demandsOf(example), '0.04'));
      assert.ok(bottomOf(await answer.boundingBox()) <= 1_800);
      await page.getByLabel('A core costs').fill('dear');
      assert.equal(await answer.textContent(), 'A price is a number such as 0.04.');
    });
  });

  it('shows the whole time axis of its first picture on a telephone', async () => {
    await withPage(example, { viewport: { width: 360, height: 800 } }, async (page) => {
      const axis = page.locator('#figure-exposure svg text', { hasText: 'no end' });
      const box = await axis.boundingBox();
      assert.ok(box && box.x + box.width <= 360, JSON.stringify(box));
      assert.equal(await page.evaluate(hiddenOfExposure), 0);
    });
  });

  it('prints a brief of two pages: the answer, and what the run cannot tell', async () => {
    await withPage(example, {}, async (page) => {
      assert.equal(pagesOf(await page.pdf({ format: 'A4' })), 2);
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.locator('.limits').isVisible(), true);
      assert.equal(await page.locator('#attacks').isVisible(), false);
    });
  });

  it('prints all but transcripts where that is asked, dark on white whatever the theme', async () => {
    await withPage(fixtures.fullResults, { colorScheme: 'dark' }, async (page) => {
      await page.getByLabel('Print everything').check();
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      assert.equal(await page.locator('.attack dl').first().isVisible(), true);
      const transcript = page.locator('#evidence .item').first();
      assert.equal(await transcript.locator('pre').isVisible(), false);
      await transcript.evaluate((item) => item.setAttribute('open', ''));
      assert.equal(await transcript.locator('pre').isVisible(), true);
      assert.equal(await page.evaluate(background), 'rgb(255, 255, 255)');
    });
  });

  for (const hostile of hostileTexts) {
    it(`stays whole with this text in every field: ${JSON.stringify(hostile.slice(0, 40))}`, async () => {
      const viewport = { width: 320, height: 800 };
      // Without the policy, only escaping stands between the text and its execution.
      const noise = await withPage(
        hostileResults(fixtures.fullResults, hostile),
        { bypassCSP: true, viewport },
        async (page) => {
          assert.notEqual(await page.title(), 'owned');
          assert.equal(await page.locator('h2').count(), 24);
          await page.evaluate(unfold);
          assert.equal(await page.evaluate(width), 320);
        },
      );
      assert.deepEqual(noise, []);
    });
  }
});

function bottomOf(box: { readonly y: number; readonly height: number } | null): number {
  return box === null ? Number.POSITIVE_INFINITY : box.y + box.height;
}

function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type ?\/Page\b/g)?.length ?? 0;
}

// What runs inside the page is text: nothing outside it knows a document.
const unfold = "for (const details of document.querySelectorAll('details')) details.open = true";
const width = 'document.documentElement.scrollWidth';
const hiddenOfExposure = `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('#figure-exposure .scroll'))`;
const measured = `(() => {
  const hasText = (element) => !element.closest('svg') && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const sizes = [...document.querySelectorAll('body *')].filter(hasText).map((element) => parseFloat(getComputedStyle(element).fontSize));
  return {
    words: document.querySelector('main').innerText.split(/\\s+/).length,
    screens: document.documentElement.scrollHeight / innerHeight,
    sizes: [...new Set(sizes)].sort((a, b) => a - b),
  };
})()`;
const background = 'getComputedStyle(document.documentElement).backgroundColor';
const rules = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe });
  const found = await page.evaluate<{ id: string; nodes: { html: string; failureSummary: string }[] }[]>(
    `axe.run(${JSON.stringify(rules)}).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}
