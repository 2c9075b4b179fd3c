import type { Role } from '../../accounts/accounts.ts';
import { jsonBody } from '../../http/json-body.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'body-deep-merged',
  title: 'Every JSON body is merged deeply into an object of defaults',
  cwe: 'CWE-1321',
  defence: () => ({ file: 'servers/http/json-body.ts', line: 'schema.safeParse(ctx.request.body)' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async middleware(ctx, next) {
        const proceed = () => (sound.middleware ? sound.middleware(ctx, next) : next());
        if (!ctx.is('application/json')) return proceed();
        await jsonBody(ctx, async () => merge({}, ctx.request.body));
        return proceed();
      },
      async authenticate(ctx) {
        const principal = await sound.authenticate(ctx);
        const granted: { role?: Role } = {};
        return principal && { ...principal, role: granted.role ?? principal.role };
      },
    };
  },
} satisfies Weakness;

function merge(into: Record<string, unknown>, from: unknown): void {
  for (const [name, value] of Object.entries(from ?? {})) {
    const inner = into[name];
    const mergeable = (typeof inner === 'object' && inner !== null) || typeof inner === 'function';
    if (mergeable && typeof value === 'object') merge(inner as Record<string, unknown>, value);
    else into[name] = value;
  }
}
