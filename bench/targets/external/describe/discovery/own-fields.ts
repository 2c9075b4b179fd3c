import type { PageForm } from '../../../../driver/page-forms.ts';

/** The password, and whom the field before it asks for. */
export function ownFields({ fields }: PageForm): Record<string, string> {
  const at = fields.findIndex(({ type }) => type === 'password');
  const before = fields.slice(0, at).findLast(({ type }) => /^(text|email|tel)$/.test(type));
  const who = before ?? fields.find(({ name, type }) => type !== 'hidden' && /user|mail|login|ident/i.test(name));
  return { ...(who && { [who.name]: '{{username}}' }), [fields[at]?.name ?? 'password']: '{{password}}' };
}
