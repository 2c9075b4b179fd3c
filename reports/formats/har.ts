import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { mapTexts } from '../text/map-texts.ts';
import { redactText } from '../text/redact.ts';
import { sanitise } from '../text/sanitise.ts';

/**
 * What attacks sent to the servers themselves, for the network view of a browser or a proxy (HAR 1.2): a page for each
 * attack on each scheme. Headers and bodies are in no transcript, since secrets travel in them.
 */
export default {
  id: 'har',
  files: {
    'transcripts.har': (results: Results) =>
      `${JSON.stringify(archive(mapTexts(results, (text) => redactText(sanitise(text)))))}\n`,
  },
} satisfies Format;

function archive({ tool, evidence }: Results) {
  const shown = evidence.filter(({ cell }) => cell.kind === 'attack' && cell.weakness === undefined);
  return {
    log: {
      version: '1.2',
      creator: { name: tool.name, version: tool.version },
      pages: shown.map(({ id, title, scheme, startedAt, durationMs }) => ({
        ...{ startedDateTime: startedAt, id, title: `${title}, ${scheme}` },
        pageTimings: { onLoad: durationMs },
      })),
      entries: shown.flatMap((one) => one.transcript.flatMap((line) => entry(one, line))),
    },
  };
}

type Evidence = Results['evidence'][number];

/** A line is kept when its answer came. */
function entry({ id, startedAt }: Evidence, { atMs, request }: Evidence['transcript'][number]) {
  if (request === undefined) return [];
  const { method, path, at, status, ms, error } = request;
  const began = new Date(Date.parse(startedAt) + Math.max(0, atMs - ms)).toISOString();
  const nothing = { headers: [], cookies: [], headersSize: -1, bodySize: -1, httpVersion: 'HTTP/1.1' };
  return [
    {
      ...{ pageref: id, startedDateTime: began, time: ms, cache: {} },
      request: { method, url: `http://server-${at}.invalid${path}`, queryString: [], ...nothing },
      response: {
        ...{ status, statusText: error ?? '', redirectURL: '', content: { size: 0, mimeType: '' } },
        ...nothing,
      },
      timings: { send: 0, wait: ms, receive: 0 },
    },
  ];
}
