import { standsAlone } from '../analysis/stands-alone.ts';
import type { Results } from '../results/results.ts';
import { duration, list } from '../text/wording.ts';
import { brokenThrough } from './broken-through.ts';
import { html, type SafeHtml } from './markup.ts';
import { badge, ofQuality, ofRun } from './verdict.ts';

/** What ran, how it ended and how far its data can be trusted, in one glance. */
export function pageHeader(results: Results): SafeHtml {
  const { run, store } = results;
  return html`<header>
<div class="title"><h1>${titleOf(results)}</h1><span class="whole"><label><input type="checkbox" id="whole"> Print everything, not the brief</label> <button type="button" id="theme" hidden>Theme</button></span></div>
<dl class="facts">
<div><dt>Run</dt><dd>${badge(ofRun(run))} <code>${run.id}</code></dd></div>
<div><dt>Exit</dt><dd>${run.exit.code}</dd></div>
<div><dt>Profile</dt><dd>${run.profile}${run.finishedAt !== null && `, ${duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt))}`}</dd></div>
<div><dt>Store</dt><dd>${store.kind} ${store.version}</dd></div>
<div><dt>Data quality</dt><dd>${qualityChip(results.quality)}</dd></div>
</dl>
${run.exit.code === 1 ? brokenThrough(results) : (run.exit.code !== 0 || run.state === 'incomplete') && reasons(run)}
</header>`;
}

function titleOf(results: Results): string {
  if (!standsAlone(results)) return 'Sessions or JWT? What this run observed';
  return `What this run found about ${list((results.targets ?? []).map(({ title }) => title))}`;
}

function qualityChip(quality: Results['quality']): SafeHtml {
  if (quality.length === 0) return html`${badge(ofQuality('unknown'))}`;
  const worst = (['failed', 'warning', 'unknown', 'ok'] as const).find((state) =>
    quality.some((row) => row.state === state),
  );
  const fine = quality.filter(({ state }) => state === 'ok').length;
  return html`<a href="#quality">${fine} of ${quality.length} checks ok</a>${worst !== undefined && worst !== 'ok' && html` ${badge(ofQuality(worst))}`}`;
}

function reasons(run: Results['run']): SafeHtml {
  const title = run.state === 'incomplete' ? 'The run did not finish' : 'The run is not a pass';
  return html`<div class="reasons warn"><strong>${title} (exit ${run.exit.code})</strong>
<ul>${run.exit.reasons.map((reason) => html`<li>${reason}</li>`)}</ul></div>`;
}
