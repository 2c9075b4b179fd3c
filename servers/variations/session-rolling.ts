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
        // what koa-session does by itself with its option `rolling`
        if (principal) ctx.session.save();
        return principal;
      },
    };
  },
} satisfies Variation;
