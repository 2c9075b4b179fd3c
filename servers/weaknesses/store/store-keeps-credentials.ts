import type { Weakness } from '../../weakness.ts';

export default {
  id: 'store-keeps-credentials',
  title: 'The store also holds each credential as it was handed out',
  cwe: 'CWE-522',
  defence: ({ ambient, credential }) =>
    ambient === 'never' && credential === 'self-contained'
      ? { file: 'servers/schemes/{scheme}.ts', line: 'store.addMember(' }
      : { file: 'servers/digest.ts', line: 'return hash(' },
  appliesTo: ({ store }) => store !== 'never',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async middleware(ctx, next) {
        await (sound.middleware ? sound.middleware(ctx, next) : next());
        const cookies = [ctx.response.get('set-cookie')].flat().map((line) => String(line).split(';', 1));
        const token = (ctx.body as { access_token?: string } | undefined)?.access_token;
        for (const issued of [...cookies.flat(), token ?? ''].filter((one) => one !== '')) {
          await parts.store.create(`issued:${issued}`, '1', parts.settings.absoluteMs);
        }
      },
    };
  },
} satisfies Weakness;
