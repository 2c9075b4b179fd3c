import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { connectionCommands } from './connection-commands.ts';
import { dataCommands } from './data-commands.ts';
import { type Commands, createEngine, createSession, type Database } from './engine.ts';
import { createKeyspace } from './keyspace.ts';
import { createParser, failure, ProtocolError } from './resp.ts';

const limits = { argumentBytes: 1024 * 1024, arguments: 1024 };
/** The version whose answers are given; the replies to INFO and HELLO need one. */
const version = '7.0.0';
const sweepEveryMs = 100;
const sweepKeys = 1_000;

/**
 * A Redis-speaking server for the commands in use. Not listening yet; closing it stops its timer.
 * @param refused commands that nobody may ask it for, as on a managed service
 */
export function createStoreServer(refused: readonly string[] = []): Server {
  const started = performance.now();
  const runId = randomBytes(20).toString('hex');
  const keys = createKeyspace();
  const db: Database = { keys, version, processed: 0, info };
  const bytes = { received: 0, sent: 0 };
  const run = createEngine(db, { ...dataCommands, ...connectionCommands, ...withoutRight(refused) });
  const sockets = new Set<Socket>();
  let connections = 0;

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    serve(socket, ++connections, run, bytes);
    socket.on('close', () => sockets.delete(socket));
  });
  const sweeper = setInterval(() => keys.sweep(sweepKeys), sweepEveryMs).unref();
  server.on('close', () => clearInterval(sweeper));
  return server;

  function info(): ReturnType<Database['info']> {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const uptime = Math.floor((performance.now() - started) / 1000);
    return {
      server: {
        redis_version: version,
        redis_mode: 'standalone',
        run_id: runId,
        process_id: process.pid,
        uptime_in_seconds: uptime,
      },
      clients: { connected_clients: sockets.size },
      memory: { used_memory: heapUsed, used_memory_rss: rss },
      cpu: { used_cpu_sys: seconds(system), used_cpu_user: seconds(user) },
      persistence: { loading: 0 },
      stats: {
        total_connections_received: connections,
        total_commands_processed: db.processed,
        total_net_input_bytes: bytes.received,
        total_net_output_bytes: bytes.sent,
      },
      keyspace: keys.size() > 0 ? { db0: `keys=${keys.size()}` } : {},
    };
  }
}

function seconds(us: number): string {
  return (us / 1e6).toFixed(6);
}

function withoutRight(names: readonly string[]): Commands {
  const answer = (name: string) => failure(`NOPERM this user has no permissions to run the '${name}' command`);
  return Object.fromEntries(names.map((name) => [name, { arity: -1, run: () => answer(name) }]));
}

/** Answers all commands of a chunk with one write, and reads no further while the client does not take its answers. */
function serve(
  socket: Socket,
  id: number,
  run: ReturnType<typeof createEngine>,
  bytes: { received: number; sent: number },
): void {
  const session = createSession(id);
  const parser = createParser(limits);
  socket.on('error', () => socket.destroy());
  socket.on('drain', () => socket.resume());
  socket.on('data', (chunk: Buffer) => {
    let replies = '';
    bytes.received += chunk.length;
    try {
      for (const words of parser.feed(chunk)) {
        replies += run(words, session);
        if (session.closing) break;
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      replies += failure(`ERR Protocol error: ${error.message}`);
      session.closing = true;
    }
    bytes.sent += replies.length;
    if (session.closing) socket.end(replies, 'latin1');
    else if (replies !== '' && !socket.write(replies, 'latin1')) socket.pause();
  });
}
