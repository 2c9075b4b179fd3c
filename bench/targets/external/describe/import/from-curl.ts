import { BenchError } from '../../../../errors.ts';
import type { Recorded } from './recorded.ts';

/** Requests out of pasted `curl` commands, as browsers copy them: one or several. @throws BenchError AB-E008 for one without an address */
export function fromCurl(text: string): Recorded[] {
  return commandsIn(text).map(requestOf);
}

export function isCurl(text: string): boolean {
  return /^\s*curl\s/.test(text);
}

function requestOf(words: readonly string[]): Recorded {
  const headers: Record<string, string> = {};
  const data: string[] = [];
  let method: string | undefined;
  let url: string | undefined;
  let inQuery = false;
  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    const [, flag = word, joined] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? /^(-[XHdbuAe])(.+)$/s.exec(word) ?? [];
    const value = () => joined ?? rest.shift() ?? '';
    if (flag === '-X' || flag === '--request') method = value();
    else if (flag === '-H' || flag === '--header') {
      const [, name = '', text = ''] = /^([^:]+):\s*(.*)$/s.exec(value()) ?? [];
      if (name !== '') headers[name.toLowerCase()] = text;
    } else if (flag === '--data-urlencode') data.push(encoded(value()));
    else if (/^(-d|--data(-raw|-binary|-ascii)?|--json)$/.test(flag)) {
      data.push(value());
      if (flag === '--json') headers['content-type'] = 'application/json';
    } else if (flag === '-u' || flag === '--user')
      headers.authorization = `Basic ${Buffer.from(value()).toString('base64')}`;
    else if (flag === '-b' || flag === '--cookie') headers.cookie = value();
    else if (flag === '-G' || flag === '--get') inQuery = true;
    else if (flag === '--url') url = value();
    else if (takesValue.test(flag)) value();
    else if (!word.startsWith('-')) url ??= word;
  }
  if (url === undefined) throw new BenchError('AB-E008', 'a curl command names no address');
  const address = /^https?:/.test(url) ? url : `http://${url}`;
  const body = data.join('&');
  if (inQuery && body !== '')
    return { method: method ?? 'GET', url: `${address}${address.includes('?') ? '&' : '?'}${body}`, headers };
  if (data.length > 0) headers['content-type'] ??= 'application/x-www-form-urlencoded';
  return {
    method: method ?? (data.length > 0 ? 'POST' : 'GET'),
    url: address,
    headers,
    ...(data.length > 0 && { body }),
  };
}

/** Options that say nothing of the request, with a word behind them. */
const takesValue =
  /^(-[oAemwxcKTEF]|--(output|user-agent|referer|max-time|write-out|proxy|cookie-jar|config|cacert|cert|key|connect-timeout|retry|resolve))$/;

function encoded(text: string): string {
  const [name = '', ...value] = text.split('=');
  return value.length === 0 ? encodeURIComponent(name) : `${name}=${encodeURIComponent(value.join('='))}`;
}

/** The words of each command, as a POSIX shell splits them, and what browsers write for cmd.exe. */
function commandsIn(text: string): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  const end = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const command = () => {
    end();
    if (words[0] === 'curl') commands.push(words.slice(1));
    words = [];
  };
  const plain = text.replace(/\^\r?\n/g, ' ');
  for (let i = 0; i < plain.length; i += 1) {
    const one = plain.charAt(i);
    if (one === '\\') {
      i += 1;
      if (plain.charAt(i) === '\r') i += 1;
      if (plain.charAt(i) !== '\n') word = (word ?? '') + plain.charAt(i);
    } else if (one === "'" || (one === '$' && plain.charAt(i + 1) === "'")) {
      const isAnsi = one === '$';
      let at = i + (isAnsi ? 2 : 1);
      let inner = '';
      for (; at < plain.length && plain.charAt(at) !== "'"; at += 1) {
        if (isAnsi && plain.charAt(at) === '\\') {
          at += 1;
          inner += escapes[plain.charAt(at)] ?? plain.charAt(at);
        } else inner += plain.charAt(at);
      }
      word = (word ?? '') + inner;
      i = at;
    } else if (one === '"') {
      let at = i + 1;
      let inner = '';
      for (; at < plain.length && plain.charAt(at) !== '"'; at += 1) {
        if (plain.charAt(at) === '\\' && /["\\$`]/.test(plain.charAt(at + 1))) at += 1;
        inner += plain.charAt(at);
      }
      word = (word ?? '') + inner;
      i = at;
    } else if (one === '\n' || one === ';') command();
    else if (/\s/.test(one)) end();
    else word = (word ?? '') + one;
  }
  command();
  return commands;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
