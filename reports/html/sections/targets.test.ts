import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HtmlValidate } from 'html-validate';
import format from '../../formats/html.ts';
import { fullResults } from '../../results/fixtures/results.ts';
import type { Results } from '../../results/results.ts';
import { html, render } from '../markup.ts';
import { targetsSection } from './targets.ts';

type Property = NonNullable<Results['properties']>[number];

const property = (change: Partial<Property>): Property => ({
  id: 'p',
  title: 'What a logout ends',
  question: 'Is a copy refused?',
  scheme: 'mine',
  state: 'observed',
  shown: 'not ended',
  because: 'a copy was accepted',
  declaration: { says: 'not ended', kept: true },
  level: { meets: false, severity: 'medium', fix: 'End it.', references: ['CWE-613'] },
  facts: {},
  evidence: '',
  ...change,
});

/** The words of the section, without markup. */
function words(change: Partial<Results>): string {
  return render(
    html`${targetsSection.absent?.({ ...fullResults, ...change }) ?? targetsSection.body({ ...fullResults, ...change })}`,
  )
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ');
}

const mine = {
  scheme: 'mine',
  title: 'My app',
  origin: 'http://127.0.0.1:3000',
  declared: {},
  lifetimes: {},
  ceilings: { ratePerSecond: 10, concurrency: 2, requests: 5_000 },
  requests: 1_234,
  optIn: [],
};

describe('the section about servers that are not ours', () => {
  it('says how to have one where there is none', () => {
    assert.match(words({ targets: [] }), /No server but our own was tried: --target FILE describes yours\./);
  });

  it('tells what was asked of the server, of how much', () => {
    const text = words({ targets: [mine], properties: [], fixFirst: [] });
    assert.match(
      text,
      /My app http:\/\/127\.0\.0\.1:3000, 1,234 requests in this run, of at most 5,000; disruptive cases: none\./,
    );
    assert.match(text, /Nothing that was asked fell short of a standard/);
  });

  it('keeps the owner’s word and the standard apart: one can be kept where the other falls short', () => {
    const text = words({ targets: [mine], properties: [property({})], fixFirst: [] });
    assert.match(text, /not ended a copy was accepted .*kept *not ended .*falls short/);
  });

  it('shows what could not be decided as such, and leaves out what does not apply', () => {
    const undecided = property({ state: 'inconclusive', shown: null, because: 'refused for its rate', level: null });
    const absent = property({ title: 'Fixation', state: 'not-applicable', declaration: null, level: null });
    const text = words({ targets: [mine], properties: [undecided, absent], fixFirst: [] });
    assert.match(text, /cannot tell *refused for its rate/);
    assert.doesNotMatch(text, /Fixation/);
  });

  it('begins with what to fix first, against what, and by which references', () => {
    const text = words({
      targets: [mine],
      properties: [],
      fixFirst: [
        {
          scheme: 'mine',
          severity: 'high',
          fix: 'End it.',
          because: 'a copy was accepted',
          against: ['standard', 'declaration'],
          references: ['CWE-613'],
          evidence: [],
        },
      ],
    });
    assert.match(
      text,
      /^ ?What to fix first *high *End it\. *mine *A copy was accepted\. Against: a standard, the owner’s word\. *CWE-613/,
    );
  });

  it('is valid HTML in its page', async () => {
    const results = { ...fullResults, targets: [mine], properties: [property({})], fixFirst: [] };
    const page = format.files['index.html'](results);
    const { valid, results: found } = await new HtmlValidate({ extends: ['html-validate:standard'] }).validateString(
      page,
    );
    assert.ok(valid, JSON.stringify(found[0]?.messages.slice(0, 3)));
    assert.ok(page.includes('What a logout ends'));
  });
});
