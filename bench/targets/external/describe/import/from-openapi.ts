import { BenchError } from '../../../../errors.ts';
import type { Target } from '../../description.ts';
import type { Hints } from '../discovery/discover-target.ts';
import { isEverywhere } from '../discovery/sign-outs-on-page.ts';

type Step = Target['call'];
type Value = Readonly<Record<string, unknown>>;

/**
 * What an OpenAPI description (3.x, or Swagger 2) tells of a login: the operation that takes a password, those that are
 * called like a sign-out or a renewal, and GET operations without parameters that are called like the user.
 * @throws BenchError AB-E008 for what is none
 */
export function fromOpenApi(data: unknown): { readonly origin: string | undefined; readonly hints: Hints } {
  if (!isRecord(data) || !isRecord(data.paths))
    throw new BenchError('AB-E008', 'that is no OpenAPI description: it has no paths');
  const root = data;
  const server = serverOf(root);
  const operations = Object.entries(data.paths).flatMap(([path, item]) =>
    Object.entries(isRecord(item) ? item : {}).flatMap(([method, operation]) =>
      /^(get|post|put|patch|delete)$/.test(method) && isRecord(operation)
        ? [
            {
              method: method.toUpperCase(),
              path: `${server.base}${path}`,
              operation,
              name: `${path} ${String(operation.operationId ?? '')}`,
            },
          ]
        : [],
    ),
  );
  const plain = operations.filter(({ path }) => !path.includes('{'));
  const bodies = plain.flatMap((one) => {
    const body = bodyOf(root, one.operation);
    return body ? [{ ...one, body }] : [];
  });
  const isRefresh = (name: string) => /refresh/i.test(name);
  const isOfAll = ({ path, operation }: (typeof plain)[number]) =>
    isEverywhere(path) || isEverywhere(String(operation.operationId ?? ''));
  const isLogout = (name: string) => /log_?-?out|sign_?-?out/i.test(name);
  const steps = (some: readonly { method: string; path: string }[]): Step[] =>
    some.map(({ method, path }) => ({ method, path }));
  const logins = bodies.filter(
    ({ body, name }) => body.names.some(isPassword) && !/regist|sign_?-?up|reset|change/i.test(name),
  );
  return {
    origin: server.origin,
    hints: {
      logins: logins
        .toSorted(
          (a, b) =>
            Number(/log_?-?in|sign_?-?in|token|session|auth/i.test(b.name)) -
            Number(/log_?-?in|sign_?-?in|token|session|auth/i.test(a.name)),
        )
        .map(({ method, path, body }) => loginOf(method, path, body)),
      calls: steps(
        plain.filter(
          ({ method, name }) =>
            method === 'GET' && /\b(me|whoami|profile|current_?user|userinfo|account|self)\b/i.test(name),
        ),
      ),
      logouts: steps(plain.filter((one) => isLogout(one.name) && one.method !== 'GET' && !isOfAll(one))),
      logoutAlls: steps(plain.filter((one) => isLogout(one.name) && one.method !== 'GET' && isOfAll(one))),
      revocations: bodies
        .filter((one) => isRevocation(one))
        .map(({ method, path, body }) => revocationOf(method, path, body)),
      refreshes: steps(plain.filter(({ name, method }) => isRefresh(name) && method !== 'GET')),
    },
  };
}

function isRevocation({ method, name, body }: { readonly method: string; readonly name: string; readonly body: Body }) {
  return method !== 'GET' && /revo(ke|cation)/i.test(name) && body.names.some(isToken);
}

function revocationOf(method: string, path: string, { names, isForm }: Body): Step {
  const fields = { [names.find(isToken) ?? 'token']: '{{token}}' };
  return { method, path, ...(isForm ? { form: fields } : { json: fields }) };
}

interface Body {
  readonly names: readonly string[];
  readonly isForm: boolean;
}

function loginOf(method: string, path: string, { names, isForm }: Body): Step {
  const password = names.find(isPassword) ?? 'password';
  const who =
    names.find((name) => /user|mail|login|ident|account/i.test(name)) ??
    names.find((name) => name !== password) ??
    'username';
  const grant = names.includes('grant_type') ? { grant_type: 'password' } : {};
  const fields = { ...grant, [who]: '{{username}}', [password]: '{{password}}' };
  return { method, path, ...(isForm ? { form: fields } : { json: fields }) };
}

function bodyOf(root: Value, operation: Value): Body | undefined {
  const content = member(resolved(root, operation.requestBody), 'content');
  for (const [type, media] of Object.entries(content ?? {})) {
    const schema = resolved(root, member(media, 'schema'));
    const names = propertiesOf(root, schema);
    if (names.length > 0) return { names, isForm: !/json/.test(type) };
  }
  const parameters = (Array.isArray(operation.parameters) ? operation.parameters : []).map((one) =>
    resolved(root, one),
  );
  const body = parameters.find((one) => one?.in === 'body');
  if (body) return { names: propertiesOf(root, resolved(root, body.schema)), isForm: false };
  const form = parameters.filter((one) => one?.in === 'formData').map((one) => String(one?.name));
  return form.length > 0 ? { names: form, isForm: true } : undefined;
}

function propertiesOf(root: Value, schema: Value | undefined): string[] {
  const parts = Array.isArray(schema?.allOf) ? schema.allOf : [];
  return [
    ...Object.keys(member(schema, 'properties') ?? {}),
    ...parts.flatMap((one) => propertiesOf(root, resolved(root, one))),
  ];
}

/** `#/components/…`; what stands in other files is not looked for. */
function resolved(root: Value, value: unknown): Value | undefined {
  if (!isRecord(value)) return undefined;
  const { $ref } = value;
  if (typeof $ref !== 'string') return value;
  const found = $ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>(
      (at, key) => (isRecord(at) ? at[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
      root,
    );
  return isRecord(found) ? found : undefined;
}

function serverOf(root: Value): { readonly origin: string | undefined; readonly base: string } {
  const [first] = Array.isArray(root.servers) ? root.servers : [];
  const swagger = typeof root.host === 'string' ? `http://${root.host}${root.basePath ?? ''}` : root.basePath;
  const url = isRecord(first) ? first.url : swagger;
  if (typeof url !== 'string') return { origin: undefined, base: '' };
  if (!/^https?:/.test(url)) return { origin: undefined, base: url.replace(/\/$/, '') };
  const { origin, pathname } = new URL(url);
  return { origin, base: pathname.replace(/\/$/, '') };
}

function member(value: unknown, name: string): Value | undefined {
  const found = isRecord(value) ? value[name] : undefined;
  return isRecord(found) ? found : undefined;
}

function isToken(name: string): boolean {
  return /^((access|refresh)_?)?token$/i.test(name);
}

function isPassword(name: string): boolean {
  return /pass(word|wd)?$|^pwd$/i.test(name);
}

function isRecord(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
