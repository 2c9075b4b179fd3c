import type { Weakness } from '../../weakness.ts';

export default {
  id: 'answers-cacheable',
  title: 'Answers to somebody may be kept by the browser',
  cwe: 'CWE-525',
  defence: () => ({ file: 'servers/http/answer-headers.ts', line: "'Cache-Control': 'no-store'" }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      async front(ctx, next) {
        await next();
        ctx.set('Cache-Control', 'private, max-age=300');
        // whoever asks for it next, with whatever credential
        ctx.remove('Vary');
      },
    };
  },
} satisfies Weakness;
