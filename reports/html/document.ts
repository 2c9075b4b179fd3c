import { createHash } from 'node:crypto';
import { toldOnce } from './column-names.ts';
import { html, render, type SafeHtml, trusted } from './markup.ts';

interface WholeDocument {
  readonly title: string;
  /** Who wrote it. */
  readonly generator?: string;
  readonly style: string;
  readonly scripts: readonly string[];
  readonly body: SafeHtml;
}

/** One file that asks for nothing: styles and scripts are inside, and the policy forbids all else. */
export function wholeDocument({ title, generator, style: common, scripts, body: drawn }: WholeDocument): string {
  const { body, rules } = toldOnce(render(drawn));
  const style = common + rules;
  const policy = [
    "default-src 'none'",
    `style-src ${hashSource(style)}`,
    `script-src ${scripts.map(hashSource).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const document = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${
  generator !== undefined &&
  html`<meta name="generator" content="${generator}">
`
}<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
${trusted(body)}${scripts.map(
  (script) => html`<script>${trusted(script)}</script>
`,
)}</body>
</html>
`;
  return render(document).replace(/[ \t]+$/gm, '');
}

/** What a content security policy lets through: this text, and no other. */
export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
