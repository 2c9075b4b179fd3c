import type { Development } from './development.ts';

const kinds = {
  Sessions: ({ truth }: Development) => !('token-algorithm' in truth || 'rotation' in truth),
  'JSON Web Tokens': ({ truth }: Development) => 'token-algorithm' in truth,
  'Refresh tokens': ({ truth }: Development) => 'rotation' in truth,
} as const;

/** What is true of each server, and what attacks on it come to, in Markdown: a table for each kind of server. */
export function truthTables(set: readonly Development[]): string {
  return Object.entries(kinds)
    .map(([kind, isOfIt]) => `### ${kind}\n\n${table(set.filter(isOfIt))}`)
    .join('\n\n');
}

function table(servers: readonly Development[]): string {
  const rows = (of: (server: Development) => Readonly<Record<string, string | null>>) =>
    [...new Set(servers.flatMap((server) => Object.keys(of(server))))].map((id) => [
      `\`${id}\``,
      ...servers.map((server) => said(of(server)[id])),
    ]);
  return [
    ['', ...servers.map(({ name }) => name)],
    ['---', ...servers.map(() => '---')],
    ...rows(({ truth }) => truth),
    ...rows(({ attacks }) => attacks),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function said(value: string | null | undefined): string {
  return value === undefined ? '–' : (value ?? 'cannot tell');
}
