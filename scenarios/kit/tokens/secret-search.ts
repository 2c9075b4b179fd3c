import { Worker } from 'node:worker_threads';

/** What one thread is to try. */
export interface Share {
  /** What was signed, and the signature over it (base64url). */
  readonly input: string;
  readonly signature: string;
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  /** Candidates of all threads together, at most. */
  readonly most: number;
  readonly part: number;
  readonly of: number;
  /** Shared memory: not 0 once a thread has found it. */
  readonly found: Int32Array;
}

export interface Worked {
  readonly guesses: number;
  /** The secret, where it was found. */
  readonly secret?: string;
}

export interface Search extends Worked {
  readonly guessesPerSecond: number;
}

const threads = 2;

/**
 * Guesses the secret of an HMAC from a dictionary, on threads of its own: what whoever holds one token can do at home,
 * where no server sees them try.
 */
export async function searchSecret(
  signed: Pick<Share, 'input' | 'signature' | 'hash' | 'most'>,
  signal: AbortSignal,
): Promise<Search> {
  const start = performance.now();
  const found = new Int32Array(new SharedArrayBuffer(4));
  const shares = Array.from({ length: threads }, (_, part): Share => ({ ...signed, part, of: threads, found }));
  const worked = await Promise.all(shares.map((share) => work(share, signal)));
  const seconds = (performance.now() - start) / 1_000;
  const guesses = worked.reduce((sum, one) => sum + one.guesses, 0);
  const secret = worked.find((one) => one.secret !== undefined)?.secret;
  return { guesses, guessesPerSecond: Math.round(guesses / seconds), ...(secret !== undefined && { secret }) };
}

async function work(share: Share, signal: AbortSignal): Promise<Worked> {
  const worker = new Worker(new URL('./secret-worker.js', import.meta.url), {
    workerData: share,
    execArgv: [],
    env: {},
  });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<Worked>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the search was ended')));
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
