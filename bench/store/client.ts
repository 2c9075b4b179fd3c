import { Redis } from 'ioredis';
import { BenchError } from '../errors.ts';

/** The bench's own line to a store, for questions between measurements. Never on the path of what is measured. */
export interface StoreClient extends Disposable {
  /** One command. @throws BenchError AB-E203 when the store does not answer within a second. */
  ask(command: string, ...words: string[]): Promise<unknown>;
  /** The facts of a section of INFO. */
  info(section: string): Promise<ReadonlyMap<string, string>>;
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
      throw new BenchError('AB-E203', `the store at ${withoutPassword(url)} did not answer ${command}`, {
        cause: lost ?? error,
      });
    }
  }

  return {
    ask,
    async info(section) {
      const text = String(await ask('INFO', section));
      return new Map(
        text.split('\r\n').flatMap((line) => {
          const colon = line.indexOf(':');
          return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)] as const] : [];
        }),
      );
    },
    [Symbol.dispose]: () => connection?.disconnect(),
  };
}

function connect(url: string): Redis {
  return new Redis(url, {
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
