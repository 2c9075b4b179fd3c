import childProcess, { type ForkOptions } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Loaded into a bench by NODE_OPTIONS, it goes along into the servers that the bench starts, and notes every credential
 * that they were given, sent or received: for a test that looks for them where they must not be.
 */
const { CREDENTIAL_LOG: file, NODE_OPTIONS, NODE_ENV, TOKEN_KEY, COOKIE_KEY } = process.env;

if (file && isServer({ NODE_ENV })) logCredentials(file);
else if (file) goAlong({ CREDENTIAL_LOG: file, NODE_OPTIONS });

function logCredentials(file: string): void {
  const note = (secret: string | undefined) => {
    if (secret && secret.length >= 16) appendFileSync(file, `${JSON.stringify(secret)}\n`);
  };
  note(TOKEN_KEY);
  note(COOKIE_KEY);
  // A host is told of its servers over the channel. Listening earlier than it does would take its orders away.
  process.on('newListener', function late(event) {
    if (event !== 'message') return;
    process.off('newListener', late);
    process.on('message', ({ start = {} }: { start?: NodeJS.ProcessEnv }) => {
      note(start.TOKEN_KEY);
      note(start.COOKIE_KEY);
    });
  });
  channel('http.server.response.finish').subscribe((message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const cookies = [request.headers.cookie ?? '', response.getHeader('set-cookie') ?? ''].flat().map(String);
    for (const line of cookies) for (const pair of line.split('; ')) note(credential(pair));
    // of a token the signature: header and claims may be shown
    note(request.headers.authorization?.split('.')[2]);
  });
}

/** Servers, and hosts of several, are the children that run as in production. */
function isServer({ NODE_ENV }: NodeJS.ProcessEnv): boolean {
  return NODE_ENV === 'production';
}

/** The value of a cookie; undefined for its attributes. */
function credential(pair: string): string | undefined {
  return /^(?!expires=|path=|samesite=)[^=]+=(.*)/is.exec(pair)?.[1];
}

function goAlong(env: NodeJS.ProcessEnv): void {
  const { fork } = childProcess;
  Object.assign(childProcess, {
    fork: (entry: string, options: ForkOptions = {}) =>
      fork(entry, isServer(options.env ?? {}) ? { ...options, env: { ...options.env, ...env } } : options),
  });
  syncBuiltinESMExports();
}
