import type { Middleware } from 'koa';
import type { Weakness } from '../../weakness.ts';

/** The types of forms, as their text begins where a page does nothing about it. */
const FORM = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/;

export default {
  id: 'origin-asked-of-forms-alone',
  title: 'Only forms are asked whose page sent them, and a form is what the text of its type says',
  cwe: 'CWE-352',
  defence: () => ({ file: 'servers/http/same-origin.ts', line: 'changesState(ctx) &&' }),
  appliesTo: ({ ambient }) => ambient === 'every-request',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const { signIns, requests } = sound.guard ?? {};
    const guard = { ...(signIns && { signIns: ofForms(signIns) }), ...(requests && { requests: ofForms(requests) }) };
    return { ...sound, guard };
  },
} satisfies Weakness;

function ofForms(guard: Middleware): Middleware {
  return (ctx, next) => (FORM.test(ctx.get('content-type')) ? guard(ctx, next) : next());
}
