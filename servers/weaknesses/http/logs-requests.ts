import { log } from '../../log.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'logs-requests',
  title: 'Every request is logged with its address, its headers and its body',
  cwe: 'CWE-532',
  defence: () => ({ file: 'servers/http/answer-errors.ts', line: "log('unexpected_error'" }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      async front(ctx, next) {
        try {
          await next();
        } finally {
          log('request', { method: ctx.method, url: ctx.url, headers: ctx.headers, body: ctx.request.body });
        }
      },
    };
  },
} satisfies Weakness;
