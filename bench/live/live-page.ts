import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hashSource } from '../../reports/html/document.ts';
import { html, render, type SafeHtml, trusted } from '../../reports/html/markup.ts';
import type { Progress } from '../cells/progress.ts';
import { openLiveState } from './live-state.ts';
import { liveView } from './live-view.ts';

export interface LivePage extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string;
  /** What the page shows is what it is told. */
  readonly progress: Progress;
}

/**
 * A page that follows a run while it works: on loopback, at a port that the system chooses, and no longer than the run. It
 * is sent anew when something has begun or ended, and never during a measured slice: then it waits for the end of that.
 */
export async function openLivePage(): Promise<LivePage> {
  const followers = new Set<ServerResponse>();
  const draw = () => {
    for (const follower of followers) follower.write(message('', liveView(state.seen())));
  };
  const state = openLiveState(draw);
  const server = createServer((request, response) => answer(request, response, state.seen, followers));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    progress: state.progress,
    async [Symbol.asyncDispose]() {
      state.progress.end();
      for (const follower of followers) follower.end(message('end', liveView(state.seen())));
      // whoever has heard the last word is sent no other
      followers.clear();
      const closed = new Promise((resolve) => server.close(resolve));
      // what was written is flushed by their end; a browser that keeps a connection open would hold the run
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), lastWordsMs).unref();
      await closed;
    },
  };
}

const lastWordsMs = 500;

function answer(
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  seen: () => Parameters<typeof liveView>[0],
  followers: Set<ServerResponse>,
): void {
  // a page of somebody else whose name leads here is none of ours
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '')) return void response.writeHead(403).end();
  if (method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
  if (url === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(message('', liveView(seen())));
    followers.add(response);
    return void response.on('close', () => followers.delete(response));
  }
  if (url !== '/') return void response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(document(liveView(seen())));
}

/** One server-sent event; each line of its data is a field of its own. */
function message(event: string, view: SafeHtml): string {
  const data = render(view)
    .split(/\r?\n/)
    .map((line) => `data: ${line}`)
    .join('\n');
  return `${event === '' ? '' : `event: ${event}\n`}${data}\n\n`;
}

/** What is sent is markup of ours, in which all that a server said is text. */
const script = `const main=document.querySelector('main');const source=new EventSource('/events');
const show=({data})=>{main.innerHTML=data};source.onmessage=show;
source.addEventListener('end',(last)=>{source.close();show(last)});
source.onerror=()=>{source.close();document.querySelector('#lost').hidden=false};`;

const style = `:root{color-scheme:light dark}
body{font:15px/1.55 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem;overflow-wrap:anywhere}
h1{font-size:26px;line-height:1.2}h2{font-size:17px;margin:1.5rem 0 .3rem}progress{width:100%;height:1.2rem}
ul{margin:.3rem 0;padding-left:1.2rem}.big{font-size:20px}`;

const policy = `default-src 'none'; style-src ${hashSource(style)}; script-src ${hashSource(script)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

function document(view: SafeHtml): string {
  return render(html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A run at work</title>
<style>${trusted(style)}</style>
</head>
<body>
<h1>A run at work</h1>
<p id="lost" hidden>The run no longer answers: it has ended, or was cut. The terminal says which.</p>
<main>${view}</main>
<script>${trusted(script)}</script>
</body>
</html>
`);
}
