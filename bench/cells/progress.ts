import { styleText } from 'node:util';
import type { CellFacts } from '../../reports/results/cell.ts';
import { sanitise } from '../../reports/text/sanitise.ts';
import { counted, inSentence } from '../../reports/text/wording.ts';
import { type EventBody, eventsVersion } from './events.ts';
import { heldBack } from './held-back.ts';
import { leftText, openPace } from './pace.ts';

export type Ui = 'live' | 'lines' | 'json' | 'silent';

/** What a run tells while it works. All of it goes to stderr; stdout carries results only. */
export interface Progress {
  /** One line to read before anything starts. */
  say(text: string): void;
  /** @param goesOn whether rounds are added until the time has passed, so that nobody knows how many cells there will be */
  begin(cells: number, estimateMs: number, goesOn?: boolean): void;
  /** Something is under way: a cell, one trial of an attack, or the start of a server that several share. */
  cellStarted(id: string, kind: Doing, title?: string): void;
  cellEnded(id: string): void;
  cellDone(cell: EndedCell): void;
  /** Does what must not be disturbed: nothing is redrawn until it has ended. */
  measured<T>(act: () => Promise<T>): Promise<T>;
  end(): void;
}

export interface EndedCell {
  readonly id: string;
  readonly state: 'done' | 'inconclusive' | 'not-run';
  readonly summary: string;
  readonly durationMs: number;
  /** What was required of it and is not so. */
  readonly failed: string | undefined;
}

/** What a run does: cells of a kind, what several of them need, or what another machine does for it. */
export type Doing = CellFacts['kind'] | 'server' | 'agent';

const heartbeatMs = 30_000;

/** Live on a terminal, one line per finished cell elsewhere, NDJSON for programs. */
export function createProgress(options: Ui | 'auto', stream: NodeJS.WriteStream = process.stderr): Progress {
  const ui = options === 'auto' ? (stream.isTTY && !process.env.CI ? 'live' : 'lines') : options;
  const start = performance.now();
  const pace = openPace();
  let lastWrite = start;
  let skipped = 0;
  const running = new Map<string, string>();
  const write = (text: string) => {
    lastWrite = performance.now();
    stream.write(text);
  };
  const tell = ({ type, ...data }: EventBody) =>
    write(`${JSON.stringify({ v: eventsVersion, type, atMs: Math.round(performance.now() - start), ...data })}\n`);
  const { draw: status, measured } = heldBack(() => {
    if (ui !== 'live') return;
    const [doing = 'between two tests'] = running.values();
    const far = ` (${pace.done} of ${pace.total(running.size)}), ${leftText(pace.leftMs())}`;
    write(`\r\x1b[2K${fitted(` ${doing}`, (stream.columns ?? 80) - 1 - far.length)}${far}`);
  });
  const tellSkipped = () => {
    if (skipped > 0)
      write(`      ${counted(skipped, 'test')} left out: the scheme has nothing that they could attack\n`);
    skipped = 0;
  };
  const clear = () => (ui === 'live' ? '\r\x1b[2K' : '');
  const heartbeat = setInterval(() => {
    if (ui === 'lines' && performance.now() - lastWrite > heartbeatMs)
      write(`  … ${clock(performance.now() - start)}, ${[...running.values()].slice(0, 2).join('; ')}\n`);
  }, 5_000).unref();

  return {
    say(text) {
      if (ui === 'json') tell({ type: 'note', text });
      else if (ui !== 'silent') write(`${clear()}${sanitise(text)}\n`);
    },
    begin(cells, estimateMs, goesOn) {
      pace.begin(cells, estimateMs, goesOn);
      if (ui === 'json') tell({ type: 'plan', cells, estimateMs });
      if (ui === 'lines') write(`marks      ${legend}\n`);
    },
    cellStarted(id, kind, title) {
      running.set(id, inWords(id, kind, title));
      if (ui === 'json') tell({ type: 'cell-started', id });
      status();
    },
    cellEnded(id) {
      running.delete(id);
      status();
    },
    cellDone(cell) {
      pace.done += 1;
      const isPlain = cell.state === 'done' && cell.failed === undefined;
      if (ui === 'json') tell({ type: 'cell-done', ...cell });
      // what a scheme has no surface for took no time, and is no line to read
      else if (ui === 'lines' && isPlain && cell.durationMs === 0) skipped += 1;
      else if (ui === 'lines' || (ui === 'live' && !isPlain)) {
        tellSkipped();
        write(`${clear()}${line(cell, pace.done, stream)}\n`);
      }
      status();
    },
    measured,
    end() {
      clearInterval(heartbeat);
      if (ui === 'live') write(clear());
      tellSkipped();
    },
  };
}

/** What stands before each line of a log. */
const legend = '+ as required, x failed, ? no result, - could not be tried here';

function line({ id, state, summary, durationMs, failed }: EndedCell, done: number, stream: NodeJS.WriteStream): string {
  const mark = { done: '+', inconclusive: '?', 'not-run': '-' }[state];
  const what = failed === undefined ? sanitise(summary) : `FAILED, ${failed}: ${sanitise(summary)}`;
  const text = `${failed === undefined ? mark : 'x'} ${String(done).padStart(3)} ${id}  ${what}`;
  const whole = `${fitted(text, longestLine)}  (${(durationMs / 1000).toFixed(1)} s)`;
  if (failed !== undefined) return styleText('red', whole, { stream });
  return state === 'inconclusive' ? `${styleText('yellow', '?', { stream })}${whole.slice(1)}` : whole;
}

/** The report has all of it. */
const longestLine = 150;

/** Cut with a sign that there was more. */
function fitted(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(0, columns - 1))}…`;
}

const doings: Readonly<Record<Doing, string>> = {
  server: 'starting',
  attack: 'attacking',
  scaling: 'scaling',
  fault: 'breaking',
  lifecycle: 'following sign-ins',
  property: 'finding out',
  micro: 'timing',
  demand: 'measuring demand',
  'scale-out': 'scaling out',
  load: 'measuring, the screen rests meanwhile',
  agent: 'on another machine',
};

/** What is under way, as a person would say it: `attacking: replay after logout, jwt, weakened by no-look`. */
export function inWords(id: string, kind: Doing, title?: string): string {
  const onServer = kind === 'attack' || kind === 'server';
  const [first = '', ...rest] = (onServer ? id.replace('+', '/weakened by ') : id)
    .split('/')
    .filter((part) => part !== kind);
  const named = title === undefined ? (kind === 'server' ? first : first.replaceAll('-', ' ')) : inSentence(title);
  return `${doings[kind]}: ${[named, ...rest.map(ofLoad)].join(', ')}`;
}

/** Arms and rounds by the names that the report has for them. */
function ofLoad(part: string): string {
  if (part === 'floor') return 'without authentication';
  return part.replace(/\+a-a$/, ' a second time').replace(/^round-(\d+)$/, 'round $1');
}

export function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
