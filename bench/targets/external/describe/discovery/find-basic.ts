import type { Target } from '../../description.ts';
import type { Explorer, Who } from './explorer.ts';
import { subjectPlace } from './subject-places.ts';

type Found = Pick<Target, 'login' | 'call' | 'credentials'>;

const paths = ['/', '/me', '/api/me', '/user', '/api/user', '/account', '/admin'];
const headers = { authorization: 'Basic {{basic}}' };

/** A name and a password that travel with every request (RFC 7617): nothing is handed out. */
export async function findBasic(explorer: Explorer): Promise<Found | undefined> {
  for (const path of paths) {
    const nobody = await explorer.get(path);
    if (nobody.status !== 401 || !/basic/i.test(String(nobody.headers['www-authenticate']))) continue;
    const as = async (who: Who) => {
      const { turns } = await explorer.perform('login', { login: { path, headers } }, {}, who);
      return turns.at(-1)?.answer ?? nobody;
    };
    const [first, again, other] = [await as('one'), await as('one'), await as('other')];
    const subject =
      first.status === 200 ? subjectPlace({ first, again, other, nobody }, explorer.usernames) : undefined;
    if (!subject) continue;
    return {
      login: { path, headers, expect: [200] },
      call: { path, subject: subject.place },
      credentials: { basic: { role: 'session', value: headers.authorization, in: { header: 'authorization' } } },
    };
  }
  return undefined;
}
