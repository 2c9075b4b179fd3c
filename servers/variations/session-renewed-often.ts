import type { Variation } from '../variation.ts';

export default {
  id: 'session-renewed-often',
  title: 'Session renewed every two seconds (renew)',
  question: 'What do the writes cost that slide a session’s end only when half of its idle time is over?',
  choice: 'when a session’s end moves',
  appliesTo: ({ transport, renewal }) => transport === 'cookie' && renewal === 'sliding',
  settings: { idleMs: 4_000 },
  byTime: true,
} satisfies Variation;
