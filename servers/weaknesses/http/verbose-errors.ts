import { HttpError } from '../../http/errors.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'verbose-errors',
  title: 'A refusal repeats what was presented',
  cwe: 'CWE-209',
  defence: () => ({ file: 'servers/http/answer-errors.ts', line: "'The server failed.'" }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async authenticate(ctx) {
        const principal = await sound.authenticate(ctx);
        const presented = ctx.get('authorization') || ctx.get('cookie');
        if (!principal && presented) throw new HttpError(401, 'unauthenticated', `Nobody signed in with ${presented}`);
        return principal;
      },
    };
  },
} satisfies Weakness;
