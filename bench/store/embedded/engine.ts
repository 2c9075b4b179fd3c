import type { Keyspace } from './keyspace.ts';
import { array, failure, ok, type Resp, status } from './resp.ts';

/** What the server keeps per connection. */
export interface Session {
  readonly id: number;
  name: string;
  resp: Resp;
  /** Commands after MULTI; undefined outside a transaction. */
  queue: string[][] | undefined;
  /** A queued command was wrong: EXEC must refuse all of them. */
  spoiled: boolean;
  closing: boolean;
}

export interface Database {
  readonly keys: Keyspace;
  readonly version: string;
  /** Commands run so far; refused ones do not count. */
  processed: number;
  /** The sections of INFO. */
  info(): Readonly<Record<string, Readonly<Record<string, string | number>>>>;
}

export interface Command {
  /** Number of words with the command's own; negative: at least that many. As in the Redis documentation. */
  readonly arity: number;
  /** @returns the encoded reply. */
  run(words: string[], session: Session, db: Database): string;
}
export type Commands = Readonly<Record<string, Command>>;

export function createSession(id: number): Session {
  return { id, name: '', resp: 2, queue: undefined, spoiled: false, closing: false };
}

/** Runs commands one after the other: none interleaves with another, so each is atomic, and so is a transaction. */
export function createEngine(db: Database, given: Commands): (words: string[], session: Session) => string {
  const commands = new Map(Object.entries({ ...given, ...transactions(run) }));
  return run;

  function run(words: string[], session: Session): string {
    const name = (words[0] ?? '').toLowerCase();
    const command = commands.get(name);
    if (!command || !fits(command, words)) {
      session.spoiled = session.queue !== undefined;
      return command ? failure(`ERR wrong number of arguments for '${name}' command`) : unknown(words);
    }
    if (session.queue && !immediate.has(name)) {
      session.queue.push(words);
      return status('QUEUED');
    }
    db.processed++;
    return command.run(words, session, db);
  }
}

const immediate = new Set(['multi', 'exec', 'discard', 'quit']);

function transactions(run: (words: string[], session: Session) => string): Commands {
  return {
    multi: {
      arity: 1,
      run(_, session) {
        if (session.queue) return failure('ERR MULTI calls can not be nested');
        session.queue = [];
        return ok;
      },
    },
    exec: {
      arity: 1,
      run(_, session) {
        const { queue, spoiled } = session;
        if (!queue) return failure('ERR EXEC without MULTI');
        leave(session);
        if (spoiled) return failure('EXECABORT Transaction discarded because of previous errors.');
        return array(queue.map((words) => run(words, session)));
      },
    },
    discard: {
      arity: 1,
      run(_, session) {
        if (!session.queue) return failure('ERR DISCARD without MULTI');
        leave(session);
        return ok;
      },
    },
  };
}

function leave(session: Session): void {
  session.queue = undefined;
  session.spoiled = false;
}

function fits({ arity }: Command, words: string[]): boolean {
  return arity < 0 ? words.length >= -arity : words.length === arity;
}

function unknown([name = '', ...words]: string[]): string {
  const shown = words.map((word) => `'${word.slice(0, 128)}' `).join('');
  return failure(`ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${shown}`);
}
