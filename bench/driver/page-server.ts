import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves the pages of everybody but the application. What a page does is for the script that is run in it. */
export interface PageServer extends AsyncDisposable {
  readonly port: number;
  /** Makes a page that answers with these `Set-Cookie` lines. @returns its path. */
  settingCookies(lines: readonly string[]): string;
  /** Makes an address that keeps what is posted to it. @returns its path, and what it has kept. */
  collecting(): { readonly path: string; readonly kept: readonly string[] };
}

/** More than any injected script captures; a page that posts without end must not fill our memory. */
const longestBody = 64 * 1024;

export async function startPageServer(): Promise<PageServer> {
  const setCookies = new Map<string, readonly string[]>();
  const collected = new Map<string, string[]>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (request.method === 'POST') collected.get(path)?.push(await bodyOf(request));
    const lines = setCookies.get(path);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...(lines && { 'set-cookie': [...lines] }) });
    response.end('<!doctype html><title>page</title>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    settingCookies(lines) {
      const path = unguessable('cookies');
      // Node writes Latin-1: these bytes are the UTF-8 of the line.
      setCookies.set(
        path,
        lines.map((line) => Buffer.from(line).toString('latin1')),
      );
      return path;
    },
    collecting() {
      const path = unguessable('collect');
      const kept: string[] = [];
      collected.set(path, kept);
      return { path, kept };
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function unguessable(name: string): string {
  return `/${name}/${randomBytes(12).toString('hex')}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    if (text.length < longestBody) text += chunk;
  }
  return text;
}
