import type { Weakness } from '../../weakness.ts';

export default {
  id: 'write-moves-absolute-end',
  title: 'Saving a session notes the present as its beginning, so that its absolute end moves',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'startedAt: Date.now()' }),
  // what only forwards writes to no session of its own
  appliesTo: ({ renewal, behind }) => renewal === 'sliding' && behind === undefined,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async touch(ctx) {
        ctx.session.startedAt = Date.now();
        return sound.touch?.(ctx);
      },
    };
  },
} satisfies Weakness;
