import { once } from 'node:events';
import { connect } from 'node:net';
import { deadlineOf } from '../../machine/deadline.ts';

export async function answers(origin: string): Promise<boolean> {
  return (await knock(origin)) === 'open';
}

/** A port where nobody listens says so at once; one that says nothing may be of a server that is stuck. */
export async function knock(origin: string): Promise<'open' | 'closed' | 'silent'> {
  const { hostname, port, protocol } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  using deadline = deadlineOf(undefined, knockMs);
  const socket = connect({ host, port: Number(port || (protocol === 'https:' ? 443 : 80)) });
  try {
    await once(socket, 'connect', { signal: deadline.signal });
    return 'open';
  } catch (error) {
    const errors = error instanceof AggregateError ? error.errors : [error];
    return errors.some((one) => one instanceof Error && 'code' in one && one.code === 'ECONNREFUSED')
      ? 'closed'
      : 'silent';
  } finally {
    socket.destroy();
  }
}

const knockMs = 2_000;
