import { decodeJwt } from 'jose';
import { HttpError } from '../../http/errors.ts';
import { presentedToken } from '../../tokens/presented-token.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-refusal-quotes-claims',
  title: 'A refusal names the account that the refused token claims to be of',
  cwe: 'CWE-209',
  defence: () => ({ file: 'servers/http/answer-errors.ts', line: "'The server failed.'" }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async authenticate(ctx) {
        const principal = await sound.authenticate(ctx);
        const token = presentedToken(ctx);
        if (!principal && token) throw new HttpError(401, 'unauthenticated', `No token of ${claimed(token)} is valid`);
        return principal;
      },
    };
  },
} satisfies Weakness;

function claimed(token: string): unknown {
  try {
    return decodeJwt(token).sub;
  } catch {
    return 'nobody';
  }
}
