import { Agent, type IncomingMessage, request } from 'node:http';
import type { Context } from 'koa';
import { HttpError } from '../http/errors.ts';

/** A hop to the one server that this one asks in the name of its users, over connections that are kept. */
export interface Hop {
  /**
   * Asks for what the request asks for, with this token, and gives its answer to the client. Of the client's own headers and
   * body nothing goes along, and of the answer's headers nothing comes back.
   * @returns whether the token was taken; if not, nothing is answered yet
   * @throws HttpError 502 where there is no answer
   */
  forward(ctx: Context, path: string, token: string): Promise<boolean>;
  close(): void;
}

/** Longer than the slowest route takes. */
const timeoutMs = 5_000;

export function openHop(port: number): Hop {
  const agent = new Agent({ keepAlive: true });
  return {
    async forward(ctx, path, token) {
      const { status, text } = await ask(ctx.method, path, token);
      if (status === 401) return false;
      ctx.status = status;
      ctx.body = text;
      ctx.type = 'application/json';
      return true;
    },
    close: () => agent.destroy(),
  };

  async function ask(method: string, path: string, token: string) {
    try {
      return await new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
        // host, port and path each for itself: of one text, a path may make another host
        const asked = request({ host: '127.0.0.1', port, method, path, agent, timeout: timeoutMs });
        asked.setHeader('authorization', `Bearer ${token}`);
        asked.once('timeout', () => asked.destroy(new Error('no answer in time')));
        asked.once('error', reject);
        asked.once('response', (answer) => {
          read(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject);
        });
        asked.end();
      });
    } catch {
      throw new HttpError(502, 'bad_gateway', 'The resource server does not answer.');
    }
  }
}

async function read(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return text;
}
