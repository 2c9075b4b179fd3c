import { Redis } from 'ioredis';
import { BenchError } from '../errors.ts';

/** The bench's own connection to a store, for questions between measurements. Never on the path of what is measured. */
export interface StoreClient extends Disposable {
  /** One command. @throws BenchError AB-E203 when the store does not answer within 5 s. */
  ask(command: string, ...words: string[]): Promise<unknown>;
  /** The same, of what not everybody may ask: undefined where the store refuses it, as managed services do. */
  askIfAllowed(command: string, ...words: string[]): Promise<unknown>;
  /** The facts of a section of INFO, which not everybody may ask for. */
  info(section: string): Promise<ReadonlyMap<string, string> | undefined>;
}

const answerWithinMs = 5_000;

/** Connects when first asked, and anew when asked after the connection was lost. */
export function createStoreClient(url: string): StoreClient {
  let connection: Redis | undefined;
  let lost: unknown;

  async function ask(command: string, ...words: string[]): Promise<unknown> {
    if (connection === undefined || connection.status === 'end') {
      lost = undefined;
      connection = connect(url);
      // "Connection is closed" is all that the asker would see; the reason comes here.
      connection.on('error', (error) => {
        lost = error;
      });
    }
    try {
      return await connection.call(command, ...words);
    } catch (error) {
      const did = isAnswer(error) ? `answered ${command} with: ${error.message}` : `did not answer ${command}`;
      throw new BenchError('AB-E203', `the store at ${withoutPassword(url)} ${did}`, { cause: lost ?? error });
    }
  }

  async function askIfAllowed(command: string, ...words: string[]): Promise<unknown> {
    try {
      return await ask(command, ...words);
    } catch (error) {
      if (error instanceof BenchError && isRefusal(error.cause)) return undefined;
      throw error;
    }
  }

  return {
    ask,
    askIfAllowed,
    async info(section) {
      const text = await askIfAllowed('INFO', section);
      if (text === undefined) return undefined;
      return new Map(
        String(text)
          .split('\r\n')
          .flatMap((line) => {
            const colon = line.indexOf(':');
            return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)] as const] : [];
          }),
      );
    },
    [Symbol.dispose]: () => connection?.disconnect(),
  };
}

function isAnswer(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

/** By the rights of its user, or by a command that was taken away or renamed. */
function isRefusal(error: unknown): boolean {
  return isAnswer(error) && /^NOPERM |^ERR unknown command/.test(error.message);
}

function connect(url: string): Redis {
  return new Redis(url, {
    // it asks INFO, which not everybody may
    enableReadyCheck: false,
    // texts are as long on the line as they are here, which traffic.ts counts on
    protocol: 2,
    connectTimeout: answerWithinMs,
    commandTimeout: answerWithinMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
}

/** For messages: a URL may hold credentials. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  return shown.href;
}
