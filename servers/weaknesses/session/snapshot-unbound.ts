import { cookieKeys } from '../../cookie-keys.ts';
import { Snapshot } from '../../snapshots.ts';
import type { Weakness } from '../../weakness.ts';

const NAME = '__Host-Http-snapshot';

export default {
  id: 'snapshot-unbound',
  title: 'A signed snapshot is believed by itself, beside whatever session id comes with it',
  cwe: 'CWE-345',
  defence: () => ({ file: 'servers/snapshots.ts', line: 'snapshot.session === session' }),
  appliesTo: ({ transport, revocation }) => transport === 'cookie' && revocation === 'within-lag',
  async serve(scheme, parts) {
    const keys = cookieKeys(parts.settings);
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async authenticate(ctx) {
        const [payload = '', signature = ''] = (ctx.cookies.get(NAME, { signed: false }) ?? '').split('.');
        if (!ctx.state.mayLag || !keys.verify(`${NAME}=${payload}`, signature)) return sound.authenticate(ctx);
        const { id, role, session, until } = Snapshot.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
        return until > Date.now() ? { id, role, session } : sound.authenticate(ctx);
      },
    };
  },
} satisfies Weakness;
