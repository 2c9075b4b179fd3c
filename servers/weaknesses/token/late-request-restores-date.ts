import type { Weakness } from '../../weakness.ts';

export default {
  id: 'late-request-restores-date',
  title: 'A request writes back at its end what was known of endings when it began',
  cwe: 'CWE-362',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'await note(accountId, date)' }),
  appliesTo: ({ endsAllBy }) => endsAllBy === 'date',
  async serve(scheme, parts) {
    const { store } = parts;
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async authenticate(ctx) {
        const principal = await sound.authenticate(ctx);
        if (principal) ctx.state.dates = await store.members(`user:${principal.id}:not-before`);
        return principal;
      },
      async touch(ctx) {
        const { id, session } = ctx.state.principal;
        const set = `user:${id}:not-before`;
        await store.delete(`denied:${session}`);
        const [date = '0'] = ctx.state.dates;
        await store.addMember(set, date, parts.settings.accessMs);
        await store.removeMember(set, ...(await store.members(set)).filter((one) => one > date));
      },
    };
  },
} satisfies Weakness;
