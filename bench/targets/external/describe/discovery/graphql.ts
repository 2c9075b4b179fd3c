import { memberAt, parseJson } from '../../../../driver/answer.ts';
import type { Target } from '../../description.ts';
import type { Explorer } from './explorer.ts';

type Step = Target['call'];

interface Field {
  readonly name: string;
  readonly args: readonly { readonly name: string }[];
  readonly texts: readonly string[];
  readonly isObject: boolean;
}

const path = '/graphql';
const introspection = (type: string) =>
  `{__schema{${type}{fields{name args{name} type{name kind fields{name type{name kind ofType{name}}} ofType{name kind fields{name type{name kind ofType{name}}}}}}}}}`;

/** Mutations that look like a login, with what each hands out; none where the server does not tell its schema. */
export async function graphqlLogins(explorer: Explorer): Promise<Step[]> {
  const fields = await fieldsOf(explorer, 'mutationType');
  return fields
    .filter(
      ({ name, args }) => /log_?in|sign_?in|authenticate|token_?auth|session/i.test(name) && args.some(isPassword),
    )
    .map(({ name, args, texts, isObject }) => {
      const who = args.find((one) => !isPassword(one))?.name ?? 'username';
      const password = args.find(isPassword)?.name ?? 'password';
      const query = `mutation($u:String!,$p:String!){${name}(${who}:$u,${password}:$p)${isObject ? `{${texts.join(' ')}}` : ''}}`;
      return { method: 'POST', path, json: { query, variables: { u: '{{username}}', p: '{{password}}' } } };
    });
}

/** Queries without arguments that name whoever asks. */
export async function graphqlCalls(explorer: Explorer): Promise<Step[]> {
  const fields = await fieldsOf(explorer, 'queryType');
  return fields
    .filter(
      ({ name, args, texts }) =>
        /^(me|viewer|current_?user|whoami|profile|user)$/i.test(name) && args.length === 0 && texts.length > 0,
    )
    .map(({ name, texts }) => ({ method: 'POST', path, json: { query: `{${name}{${texts.join(' ')}}}` } }));
}

async function fieldsOf(explorer: Explorer, type: 'mutationType' | 'queryType'): Promise<Field[]> {
  const visit: Step = { method: 'POST', path, json: { query: introspection(type) } };
  const { turns } = await explorer.perform('visit', { visit });
  const fields = memberAt(parseJson(turns.at(-1)?.answer.text ?? ''), `data.__schema.${type}.fields`);
  return (Array.isArray(fields) ? fields : []).map(({ name, args = [], type: returned }) => {
    const inner = returned?.fields ? returned : returned?.ofType;
    const texts = (inner?.fields ?? []).filter((one: { type?: { name?: string; ofType?: { name?: string } } }) =>
      /^(String|ID|Int)$/.test(one.type?.name ?? one.type?.ofType?.name ?? ''),
    );
    return {
      name,
      args,
      isObject: Array.isArray(inner?.fields),
      texts: texts.map((one: { name: string }) => one.name),
    };
  });
}

function isPassword({ name }: { readonly name: string }): boolean {
  return /pass/i.test(name);
}
