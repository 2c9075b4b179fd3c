import type { Variation } from '../variation.ts';

export default {
  id: 'session-rolling',
  title: 'Session written at every request (rolling)',
  question: 'What does it cost to slide a session’s end exactly, with a write and a cookie in every answer?',
  choice: 'when a session’s end moves',
  appliesTo: ({ transport, renewal }) => transport === 'cookie' && renewal === 'sliding',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async authenticate(ctx) {
        const principal = await sound.authenticate(ctx);
        // koa-session then saves it once at the end, as it does with its option `rolling`
        if (principal) ctx.session.maxAge = parts.settings.idleMs;
        return principal;
      },
    };
  },
} satisfies Variation;
