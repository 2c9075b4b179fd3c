import { Agent, request } from 'node:http';
import { StoreUnavailable } from '../store/store.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import { Introspection } from './introspection.ts';

/**
 * Asks an authorisation server over connections that are kept.
 * @throws StoreUnavailable when it does not answer in time, or not as it should: nobody is let in by silence
 */
export function askServer({ url, authorization }: AuthorizationServer, timeoutMs: number) {
  const agent = new Agent({ keepAlive: true });
  return {
    async introspect(token: string): Promise<Introspection> {
      try {
        return Introspection.parse(JSON.parse(await post(new URLSearchParams({ token }).toString())));
      } catch (error) {
        throw new StoreUnavailable(error);
      }
    },
    close: () => agent.destroy(),
  };

  function post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization,
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
        accept: 'application/json',
      };
      const asked = request(url, { agent, method: 'POST', headers, signal: AbortSignal.timeout(timeoutMs) });
      asked.once('error', reject);
      asked.once('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.once('error', reject);
        answer.once('end', () =>
          answer.statusCode === 200 ? resolve(text) : reject(new Error(`introspection answered ${answer.statusCode}`)),
        );
      });
      asked.end(body);
    });
  }
}
