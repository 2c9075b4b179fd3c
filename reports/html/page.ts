import type { Results } from '../results/results.ts';
import { withDiscards } from '../statistics/counted.ts';
import { bundle } from './bundle.ts';
import { wholeDocument } from './document.ts';
import { excerpt } from './excerpt.ts';
import { pageHeader } from './header.ts';
import { withLinkedWords } from './linked-words.ts';
import { html, render, type SafeHtml } from './markup.ts';
import type { Chapter, Section } from './section.ts';
import { styles } from './styles.ts';
import { themeScript } from './theme.ts';
import { iconSheet } from './verdict.ts';

/** A page of this size opens at once and can be sent to anybody. Whole transcripts are in results.json. */
export const mostBytes = 2 ** 20;
/** Where words lead to nowhere: what they mean, and what was seen. */
const wordless: readonly Section['id'][] = ['glossary', 'evidence'];

/** One file that asks for nothing: styles and the theme script are inside, and the policy forbids all else. */
export function page(whole: Results, chapters: readonly Chapter[]): string {
  const sections = chapters.flatMap(({ sections }) => sections);
  const results = excerpt({ ...whole, samples: withDiscards(whole.samples) });
  const style = styles();
  const scripts = [
    themeScript,
    // without a scheme there is nothing to ask for, and without the form nobody asks
    ...(results.schemes.length > 0 && sections.some(({ id }) => id === 'plan')
      ? [bundle(new URL('./page-script.js', import.meta.url))]
      : []),
  ];
  const absent = sections.flatMap(({ id, title, absent }) => {
    const because = absent?.(results);
    return because ? [{ id, title, because }] : [];
  });
  const isThere = ({ id }: Section) => absent.every((one) => one.id !== id);
  const listed = chapters
    .map((chapter) => ({ ...chapter, sections: chapter.sections.filter(isThere) }))
    .filter((chapter) => chapter.sections.length > 0);
  const present = sections.filter(isThere);
  const fixed = present.map((section) => (section.elastic ? undefined : section.body(results)));
  const others = fixed.reduce((sum, body) => sum + bytesOf(body), 0);
  const parts = { results, present, absent, listed };
  const written = (room: number) => {
    const drawn = withElastic(fixed, parts, room);
    const text = wholeDocument({
      title: `Sessions or JWT? Run ${results.run.id.slice(0, 60)}`,
      generator: `${results.tool.name} ${results.tool.version}`,
      ...{ style, scripts, body: bodyOf(drawn, parts) },
    });
    const bytes = Buffer.byteLength(text);
    return { text, bytes, around: bytes - drawn.reduce((sum, body) => sum + bytesOf(body), 0) };
  };
  const unbounded = written(Number.POSITIVE_INFINITY);
  // what stands around the sections, and leads from their words to what they mean, is no more where they are cut
  return unbounded.bytes <= mostBytes ? unbounded.text : written(mostBytes - unbounded.around - others).text;
}

interface Parts {
  readonly results: Results;
  readonly present: readonly Section[];
  readonly absent: readonly (Pick<Section, 'id' | 'title'> & { readonly because: SafeHtml })[];
  /** Without sections that are absent. */
  readonly listed: readonly Chapter[];
}

/** @param room for all that are elastic, in bytes */
function withElastic(fixed: readonly (SafeHtml | undefined)[], { results, present }: Parts, room: number): SafeHtml[] {
  const drawn = [...fixed];
  let left = room;
  for (const [i, section] of present.entries()) {
    if (!section.elastic) continue;
    const after = present.slice(i + 1).filter(({ elastic }) => elastic);
    const leastAfter = after.reduce((sum, one) => sum + bytesOf(one.body(results, 0)), 0);
    drawn[i] = section.body(results, left - leastAfter);
    left -= bytesOf(drawn[i]);
  }
  return drawn.map((one) => one ?? html``);
}

/** Each word leads to its meaning where a chapter has it first. */
function linked(drawn: readonly SafeHtml[], { present, listed }: Parts): SafeHtml[] {
  // without a glossary there is nowhere to lead to
  if (!present.some(({ id }) => id === 'glossary')) return [...drawn];
  const metIn = new Map(listed.map((chapter) => [chapter, new Set<string>()]));
  return present.map((section, i) => {
    const met = metIn.get(listed.find(({ sections }) => sections.includes(section)) ?? { title: '', sections: [] });
    const body = drawn[i] ?? html``;
    return met && !wordless.includes(section.id) ? withLinkedWords(body, met) : body;
  });
}

function bodyOf(drawn: readonly SafeHtml[], parts: Parts): SafeHtml {
  const { results, present, absent, listed } = parts;
  const bodies = linked(drawn, parts);
  return html`<a class="skip" href="#answer">Skip to the answer</a>
${iconSheet()}
<div class="frame">
${pageHeader(results)}
<div class="columns">
<nav class="contents" aria-label="Contents">
<details>
<summary>Contents</summary>
<ol>${listed.map(
    ({
      title,
      sections,
    }) => html`<li><span>${title}</span><ol>${sections.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ol></li>
`,
  )}</ol>
</details>
</nav>
<main>
${present.map(
  (
    section,
    i,
  ) => html`<section id="${section.id}" aria-labelledby="${section.id}-title"${section.inBrief && html` class="brief"`}>
<h2 id="${section.id}-title">${heading(section, results)}</h2>
${bodies[i]}
</section>
`,
)}${
  absent.length > 0 &&
  html`<section aria-labelledby="absent-title">
<h2 id="absent-title">Not in this run</h2>
<dl class="pairs">${absent.map(({ id, title, because }) => html`<dt id="${id}">${title}</dt><dd>${because}</dd>`)}</dl>
</section>
`
}</main>
</div>
<footer>
<p>Written by ${results.tool.name} ${results.tool.version} from results.json. This file is complete: it loads nothing and can be sent as it is.</p>
</footer>
</div>
`;
}

/** What it found, under what it is about. */
function heading({ title, finding }: Section, results: Results): SafeHtml {
  const found = finding?.(results);
  return found === undefined
    ? html`${title}`
    : html`<span class="kicker">${title}<span class="spoken">: </span></span>${found}`;
}

function bytesOf(content: SafeHtml | undefined): number {
  return content === undefined ? 0 : Buffer.byteLength(render(content));
}
