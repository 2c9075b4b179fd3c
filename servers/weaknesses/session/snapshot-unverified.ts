import { Snapshot } from '../../snapshots.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'snapshot-unverified',
  title: 'A snapshot is read without a look at its signature',
  cwe: 'CWE-347',
  defence: () => ({ file: 'servers/snapshots.ts', line: '!keys.verify(' }),
  appliesTo: ({ transport, revocation }) => transport === 'cookie' && revocation === 'within-lag',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async authenticate(ctx) {
        const [payload = ''] = (ctx.cookies.get('__Host-Http-snapshot', { signed: false }) ?? '').split('.');
        try {
          const snapshot = Snapshot.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
          if (ctx.state.mayLag && snapshot.until > Date.now()) return snapshot;
        } catch {
          // no snapshot: the session is looked up
        }
        return sound.authenticate(ctx);
      },
    };
  },
} satisfies Weakness;
