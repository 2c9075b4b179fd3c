import type { HttpRequest } from '../../../scenarios/exchange.ts';
import type { Protocol } from '../../../servers/scheme.ts';

const longest = 120;

/**
 * A request as somebody could send it again: with its headers and the beginning of its body, but for what carries a
 * credential. What it says besides is for the caller to redact.
 */
export function requestText(
  { method, path, headers, body }: HttpRequest,
  { credentials }: Protocol,
  host: string,
): string {
  const carriers = Object.values(credentials).flatMap(({ in: place }) => ('header' in place ? [place.header] : []));
  const hidden = new Set(['cookie', 'authorization', ...carriers.map((name) => name.toLowerCase())]);
  const shown = Object.entries(headers).filter(([name, value]) => !(name.toLowerCase() === 'host' && value === host));
  const parts = shown.map(([name, value]) => `${name}: ${hidden.has(name.toLowerCase()) ? '…' : cut(value)}`);
  const end = body === undefined ? '' : `, body ${cut(body)}`;
  return `${method} ${cut(path)}${parts.length > 0 ? ` with ${parts.join(', ')}` : ''}${end}`;
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
}
