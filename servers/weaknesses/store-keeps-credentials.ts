import type { Weakness } from '../weakness.ts';

export default {
  id: 'store-keeps-credentials',
  title: 'The store also holds each cookie as it was handed out',
  cwe: 'CWE-522',
  defence: () => ({ file: 'servers/digest.ts', line: 'return hash(' }),
  appliesTo: ({ store, ambient }) => store !== 'never' && ambient !== 'never',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async middleware(ctx, next) {
        await (sound.middleware ? sound.middleware(ctx, next) : next());
        for (const line of [ctx.response.get('set-cookie')].flat()) {
          const [pair = ''] = String(line).split(';');
          if (pair) await parts.store.create(`issued:${pair}`, '1', parts.settings.absoluteMs);
        }
      },
    };
  },
} satisfies Weakness;
