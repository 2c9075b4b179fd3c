import { styleText } from 'node:util';
import { sanitise } from '../../reports/text/sanitise.ts';
import { counted } from '../../reports/text/wording.ts';
import { type EventBody, eventsVersion } from './events.ts';
import { heldBack } from './held-back.ts';

export type Ui = 'live' | 'lines' | 'json' | 'silent';

/** What a run tells while it works. All of it goes to stderr; stdout carries results only. */
export interface Progress {
  /** One line to read before anything starts. */
  say(text: string): void;
  begin(cells: number, estimateMs: number): void;
  /** Something is under way: a cell, or a server that several cells share. */
  cellStarted(id: string): void;
  cellEnded(id: string): void;
  cellDone(id: string, state: 'done' | 'inconclusive' | 'not-run', summary: string, durationMs: number): void;
  /** Does what must not be disturbed: nothing is redrawn until it has ended. */
  measured<T>(act: () => Promise<T>): Promise<T>;
  end(): void;
}

const heartbeatMs = 30_000;

/** Live on a terminal, one line per finished cell elsewhere, NDJSON for programs. */
export function createProgress(options: Ui | 'auto', stream: NodeJS.WriteStream = process.stderr): Progress {
  const ui = options === 'auto' ? (stream.isTTY && !process.env.CI ? 'live' : 'lines') : options;
  const start = performance.now();
  let total = 0;
  let done = 0;
  let estimate = 0;
  let lastWrite = start;
  let skipped = 0;
  const running = new Set<string>();
  const write = (text: string) => {
    lastWrite = performance.now();
    stream.write(text);
  };
  const tell = ({ type, ...data }: EventBody) =>
    write(`${JSON.stringify({ v: eventsVersion, type, atMs: Math.round(performance.now() - start), ...data })}\n`);
  const { draw: status, measured } = heldBack(() => {
    if (ui !== 'live') return;
    const left = leftMs({ done, total, elapsedMs: performance.now() - start, estimateMs: estimate });
    const [now] = [...running];
    const doing = now === undefined ? 'between two tests' : inWords(now);
    write(`\r\x1b[2K${fitted(` ${doing} (${done} of ${total}) · ${leftText(left)}`, (stream.columns ?? 80) - 1)}`);
  });
  const clear = () => (ui === 'live' ? '\r\x1b[2K' : '');
  const heartbeat = setInterval(() => {
    if (ui === 'lines' && performance.now() - lastWrite > heartbeatMs)
      write(`  … ${clock(performance.now() - start)}, ${[...running].slice(0, 2).map(inWords).join('; ')}\n`);
  }, 5_000).unref();

  return {
    say(text) {
      if (ui === 'json') tell({ type: 'note', text });
      else if (ui !== 'silent') write(`${clear()}${sanitise(text)}\n`);
    },
    begin(cells, estimateMs) {
      total = cells;
      estimate = estimateMs;
      if (ui === 'json') tell({ type: 'plan', cells, estimateMs });
    },
    cellStarted(id) {
      running.add(id);
      if (ui === 'json') tell({ type: 'cell-started', id });
      status();
    },
    cellEnded(id) {
      running.delete(id);
      status();
    },
    cellDone(id, state, summary, durationMs) {
      done += 1;
      if (ui === 'json') tell({ type: 'cell-done', id, state, summary, durationMs });
      // what a scheme has no surface for took no time, and is no line to read
      else if (ui === 'lines' && state === 'done' && durationMs === 0) skipped += 1;
      else if (ui === 'lines' || (ui === 'live' && state !== 'done'))
        write(`${clear()}${line({ done, id, state, summary, durationMs, stream })}\n`);
      status();
    },
    measured,
    end() {
      clearInterval(heartbeat);
      if (ui === 'live') write(clear());
      if (skipped > 0) write(`  left out above: ${counted(skipped, 'test')} without such a surface\n`);
      skipped = 0;
    },
  };
}

interface FinishedCell {
  readonly done: number;
  readonly id: string;
  readonly state: string;
  readonly summary: string;
  readonly durationMs: number;
  readonly stream: NodeJS.WriteStream;
}

function line({ done, id, state, summary, durationMs, stream }: FinishedCell): string {
  const mark = { done: '+', inconclusive: '?', 'not-run': '-' }[state] ?? ' ';
  const painted = state === 'inconclusive' ? styleText('yellow', mark, { stream }) : mark;
  const text = ` ${String(done).padStart(3)} ${id}  ${sanitise(summary)}`;
  return `${painted}${fitted(text, longestLine)}  (${(durationMs / 1000).toFixed(1)} s)`;
}

/** The report has all of it. */
const longestLine = 150;

/** Cut with a sign that there was more. */
function fitted(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}

const doings: ReadonlyMap<string, string> = new Map([
  ['attack', 'attacking'],
  ['scaling', 'scaling'],
  ['fault', 'breaking'],
  ['lifecycle', 'following sign-ins'],
  ['property', 'finding out'],
  ['micro', 'timing'],
  ['demand', 'measuring demand'],
  ['scale-out', 'scaling out'],
]);

/** What is under way, as a person would say it: `attacking: replay after logout, jwt`. */
export function inWords(id: string): string {
  const [kind = '', ...rest] = id.split('/');
  const doing = doings.get(kind);
  const parts = doing === undefined ? [kind, ...rest] : rest;
  const named = parts.map((part, place) => (place === 0 ? part.replaceAll('-', ' ') : part)).join(', ');
  return doing === undefined ? `measuring, the screen rests meanwhile: ${named}` : `${doing}: ${named}`;
}

interface Pace {
  readonly done: number;
  readonly total: number;
  readonly elapsedMs: number;
  /** What was planned for all of it. */
  readonly estimateMs: number;
}

/** First as planned, and the more is done the more by the pace so far, which a busy machine makes a slower one. */
export function leftMs({ done, total, elapsedMs, estimateMs }: Pace): number {
  const planned = Math.max(0, estimateMs - elapsedMs);
  if (done === 0 || total === 0) return planned;
  const share = Math.min(1, done / total);
  const learned = (elapsedMs / share) * (1 - share);
  return planned === 0 ? learned : (1 - share) * planned + share * learned;
}

export function leftText(ms: number): string {
  if (ms < 15_000) return 'almost done';
  return ms < 90_000 ? `about ${Math.round(ms / 10_000) * 10} s left` : `about ${Math.round(ms / 60_000)} min left`;
}

export function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
