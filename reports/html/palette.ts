/** Colours as data, so that a test can compute every contrast that the styles rely on. */
export const light = {
  page: '#ffffff',
  sunken: '#f6f7f8',
  ink: '#171a1f',
  muted: '#535b66',
  line: '#dde1e6',
  edge: '#848d99',
  band: '#e9edf2',
  link: '#0b4f9e',
  good: '#17603a',
  'good-back': '#e7f3eb',
  bad: '#a3201a',
  'bad-back': '#fcebe9',
  warn: '#764900',
  'warn-back': '#fbf1dc',
  info: '#2a4d85',
  'info-back': '#e9f0fa',
  none: '#535b66',
  'none-back': '#f1f2f4',
  'series-1': '#1f5fa8',
  'series-2': '#a84a00',
  'series-3': '#0f7062',
  'series-4': '#7a3d94',
  'series-5': '#6b5a00',
  'series-6': '#9c2457',
} as const;

export type Token = keyof typeof light;

export const dark: Readonly<Record<Token, string>> = {
  page: '#121418',
  sunken: '#1a1d22',
  ink: '#e8eaed',
  muted: '#a6adb8',
  line: '#2f343c',
  edge: '#79828f',
  band: '#262b33',
  link: '#8fbcf7',
  good: '#85d3a5',
  'good-back': '#16291e',
  bad: '#f6a79f',
  'bad-back': '#361a19',
  warn: '#e6b96d',
  'warn-back': '#2e2412',
  info: '#a3c4f3',
  'info-back': '#18273c',
  none: '#a6adb8',
  'none-back': '#22262c',
  'series-1': '#7db1f0',
  'series-2': '#f0a66a',
  'series-3': '#5cc4ae',
  'series-4': '#cba0e4',
  'series-5': '#cdb84f',
  'series-6': '#ef8db5',
};

export const tones = ['good', 'bad', 'warn', 'info', 'none'] as const;
export type Tone = (typeof tones)[number];

export const seriesCount = 6;

/** What is drawn on what. WCAG 2.2: 4.5 for text (SC 1.4.3), 3 for lines and marks that carry meaning (SC 1.4.11). */
export const pairs: readonly { readonly front: Token; readonly back: Token; readonly least: 4.5 | 3 }[] = [
  ...(['ink', 'muted', 'link'] as const).flatMap((front) =>
    (['page', 'sunken', 'band'] as const).map((back) => ({ front, back, least: 4.5 as const })),
  ),
  ...tones.flatMap((tone) => [
    { front: tone, back: `${tone}-back` as const, least: 4.5 as const },
    { front: tone, back: 'page' as const, least: 4.5 as const },
    { front: tone, back: 'sunken' as const, least: 4.5 as const },
    { front: 'ink' as const, back: `${tone}-back` as const, least: 4.5 as const },
  ]),
  ...([1, 2, 3, 4, 5, 6] as const).flatMap((index) => [
    { front: `series-${index}` as const, back: 'page' as const, least: 4.5 as const },
    { front: `series-${index}` as const, back: 'band' as const, least: 3 as const },
  ]),
  { front: 'edge', back: 'page', least: 3 },
  { front: 'edge', back: 'sunken', least: 3 },
];
