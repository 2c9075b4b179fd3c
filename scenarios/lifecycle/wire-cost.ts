import type { Credential, Reply } from '../exchange.ts';
import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { headerBytes } from '../kit/clients/header-bytes.ts';

export default {
  kind: 'lifecycle',
  id: 'wire-cost',
  title: 'What travels',
  question: 'How many bytes does each scheme add to a request, and to a login?',
  appliesTo: () => true,
  async run(stage) {
    const { victim, target } = stage;
    const login = await stage.perform('login', { values: { username: victim.username, password: victim.password } });
    const held: Credential = login.credential;
    const bare = headerBytes(stage.request('me'));
    const signed = headerBytes(stage.request('me', { as: held }));
    const parts = Object.entries(held).map(([name, { role, values }]) => [
      name,
      role,
      bytesOf(Object.values(values).join('')),
    ]);
    return {
      measures: {
        'bytes.credential-per-request': { value: signed - bare, unit: 'bytes' },
        'bytes.handed-out-at-login': { value: handedOut(login), unit: 'bytes' },
        'count.credentials': { value: Object.keys(held).length, unit: 'count' },
        'count.steps': { value: Object.keys(target.protocol.steps).length, unit: 'count' },
      },
      facts: { parts },
    };
  },
} satisfies LifecycleScenario;

function handedOut({ headers, body }: Reply): number {
  const cookies = [headers['set-cookie'] ?? []].flat();
  return bytesOf(cookies.join('')) + bytesOf(JSON.stringify(body ?? ''));
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
