import { shortDigest } from '../../../../reports/text/redact.ts';
import type { Credential } from '../../../../scenarios/exchange.ts';
import { inWords } from '../../../../scenarios/kit/evidence/unanswered.ts';
import { kindOf } from '../../../../scenarios/kit/tokens/credential-kind.ts';
import { renamed } from '../../../../scenarios/kit/tokens/renamed.ts';
import type { Step } from '../../../../servers/scheme.ts';
import { parseJson } from '../../../driver/answer.ts';
import type { Turn } from '../../../driver/conversation.ts';

/** One request, and what was found in its answer. Secrets are shown as digests. */
export function showTurn(
  { step, message, answer, saved, reply }: Turn,
  before: Credential,
  username: string,
  say: (line: string) => void,
): void {
  const carried = [
    message.headers.cookie && 'cookies',
    message.headers.authorization && 'authorization',
    ...credentialFields(message.body, step),
  ].filter(Boolean);
  say(
    `  ${step.method} ${step.path.split('?')[0]}${bodyOf(step)}${carried.length > 0 ? `, with ${carried.join(' and ')}` : ''}`,
  );
  const right = step.ok.includes(answer.status) ? '' : `, where ${step.ok.join(' or ')} was expected`;
  say(`    → ${answer.status === 0 ? `no answer (${inWords(answer.failure)})` : answer.status}${right}`);
  for (const [name, text] of Object.entries(saved)) say(`    saved ${name}: #${shortDigest(text)}`);
  for (const name of Object.keys(step.save ?? {}))
    if (!(name in saved)) say(`    found no ${name} at ${step.save?.[name]}`);
  for (const [name, { values }] of Object.entries(reply.credential)) {
    const old = Object.values(before[name]?.values ?? {});
    const fresh = Object.entries(values).filter(([, value]) => !old.includes(value));
    if (fresh.length > 0)
      say(
        `    ${name}: ${fresh.map(([key, value]) => `${key} #${shortDigest(value)} (${kindFor(username, value)}, ${value.length} characters)`).join(', ')}`,
      );
  }
  if (step.subject !== undefined) say(`    speaks for: ${reply.subject ?? `nobody, at ${step.subject}`}`);
}

/** What reads like an id may name the account all the same. */
function kindFor(username: string, value: string): string {
  const kind = kindOf(value);
  const isNamed = kind.endsWith('reference') && renamed(value, new Map([[username, '']])) !== undefined;
  return isNamed ? 'readable, names the account' : kind;
}

/** Fields of the body that the description does not name in it: credentials that travel there. */
function credentialFields(body = '', { json, form }: Step): string[] {
  const sent = body.startsWith('{') ? Object.keys(parseJson(body) ?? {}) : [...new URLSearchParams(body).keys()];
  return sent.filter((name) => !(name in { ...json, ...form }));
}

/** As the description has it: what is filled in is secret. */
function bodyOf({ json, form }: Step): string {
  return json
    ? ` ${JSON.stringify(json)}`
    : form
      ? ` ${new URLSearchParams(form)}`.replaceAll('%7B', '{').replaceAll('%7D', '}')
      : '';
}
