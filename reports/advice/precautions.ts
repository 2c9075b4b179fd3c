import type { SchemeFacts } from './constraint.ts';
import type { Requirements } from './requirements.ts';

/** What a sound set-up of a scheme does whatever was asked, as the reference servers do; the attacks show why. */
export const precautions: readonly {
  readonly text: string;
  readonly attacks: readonly string[];
  appliesTo(traits: SchemeFacts['traits'], requirements: Requirements): boolean;
}[] = [
  {
    text: 'refuse state changes that a cross-origin page may have asked for: a SameSite cookie and an Origin check',
    attacks: ['csrf-cross-site', 'csrf-sibling-domain'],
    appliesTo: ({ transport, ambient }, requirements) =>
      inBrowser(requirements) && (transport === 'cookie' || ambient === 'renewal'),
  },
  {
    text: 'keep access tokens in memory, never in localStorage: what a script can read, an injected one can take',
    attacks: ['xss-token-theft'],
    appliesTo: ({ transport }, requirements) => inBrowser(requirements) && transport === 'bearer',
  },
  {
    text: 'mark a spent refresh token in one atomic step, and end its family when it is shown again',
    attacks: ['refresh-double-spend', 'refresh-reuse'],
    appliesTo: ({ renewal }) => renewal === 'rotation',
  },
];

function inBrowser({ clients = ['browser'] }: Requirements): boolean {
  return clients.includes('browser') || clients.includes('spa');
}
