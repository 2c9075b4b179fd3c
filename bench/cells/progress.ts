import { styleText } from 'node:util';
import { sanitise } from '../../reports/text/sanitise.ts';
import { type EventBody, eventsVersion } from './events.ts';

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
  /** Redraws nothing during a measured block: only the end of a cell and `say` write. */
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
  const running = new Set<string>();
  const write = (text: string) => {
    lastWrite = performance.now();
    stream.write(text);
  };
  const tell = ({ type, ...data }: EventBody) =>
    write(`${JSON.stringify({ v: eventsVersion, type, atMs: Math.round(performance.now() - start), ...data })}\n`);
  const status = () => {
    if (ui !== 'live') return;
    const left = Math.max(0, estimate - (performance.now() - start));
    const now = [...running].slice(0, 2).join(', ');
    const line = ` ${done}/${total} cells · ${clock(performance.now() - start)} · about ${clock(left)} left · ${now}`;
    write(`\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
  };
  const clear = () => (ui === 'live' ? '\r\x1b[2K' : '');
  const heartbeat = setInterval(() => {
    if (ui === 'lines' && performance.now() - lastWrite > heartbeatMs)
      write(`  … ${clock(performance.now() - start)}, ${[...running].join(', ')}\n`);
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
      else if (ui === 'lines' || (ui === 'live' && state !== 'done'))
        write(`${clear()}${line({ done, id, state, summary, durationMs, stream })}\n`);
      status();
    },
    end() {
      clearInterval(heartbeat);
      if (ui === 'live') write(clear());
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
  return `${painted} ${String(done).padStart(3)} ${id}  ${sanitise(summary)}  (${(durationMs / 1000).toFixed(1)} s)`;
}

export function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
