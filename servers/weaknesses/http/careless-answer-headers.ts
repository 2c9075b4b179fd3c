import type { Weakness } from '../../weakness.ts';

const PROTECTION = [
  'Content-Security-Policy',
  'Referrer-Policy',
  'Strict-Transport-Security',
  'X-Content-Type-Options',
];

export default {
  id: 'careless-answer-headers',
  title: 'Every answer may be kept by any cache for a minute, framed and guessed at',
  cwe: 'CWE-525',
  defence: () => ({ file: 'servers/app.ts', line: 'app.use(answerHeaders)' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      front(ctx, next) {
        for (const name of PROTECTION) ctx.remove(name);
        ctx.set({ 'Cache-Control': 'public, max-age=60', 'X-Powered-By': 'authbench' });
        return next();
      },
    };
  },
} satisfies Weakness;
