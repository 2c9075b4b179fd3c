import type { Credential, Reply } from '../exchange.ts';
import type { Property } from '../kinds/property.ts';
import { openBrowserJar } from '../kit/clients/browser-jar.ts';
import { credentialCookies } from '../kit/clients/credential-cookies.ts';
import { redeem, refreshTokenIn } from '../kit/clients/renewal.ts';
import { cookiesSetBy, isDeletion } from '../kit/clients/set-cookie.ts';
import type { Stage } from '../stage.ts';

type Seen = {
  readonly done: boolean;
  readonly status: number;
  /** Credential cookies that a browser held before the logout. */
  readonly held: readonly string[];
  /** Those of them that the logout deletes by name, and those that the browser holds afterwards. */
  readonly deleted: readonly string[];
  readonly kept: readonly string[];
  /** Whether what it holds then is still good. */
  readonly stillGood: boolean;
};

export default {
  kind: 'property',
  id: 'cookie-deletion',
  title: 'Deletion of credential cookies',
  question: 'Has a browser really lost its credential cookies when a logout has deleted them?',
  needs: { steps: ['logout'] },
  appliesTo({ protocol }) {
    if (!protocol.steps.logout) return 'the description names no logout';
    return credentialCookies(protocol).length > 0 || 'no credential is a cookie';
  },

  async probe(stage) {
    const { victim, target } = stage;
    const { login, logout } = target.protocol.steps;
    const names = credentialCookies(target.protocol);
    const reply = await stage.perform('login', { values: { username: victim.username, password: victim.password } });
    // where the host of the test is not that of the cookies, they are those of a browser that visits theirs
    const jar = openBrowserJar(`https://${domainOf(reply) ?? 'target.test'}`);
    const ours = (all: readonly string[]) => [...new Set(all)].filter((name) => names.includes(name)).sort();
    jar.take(reply, login.path);
    const held = ours(jar.held());
    const ended = await stage.perform('logout', { as: reply.credential });
    jar.take(ended, logout?.path ?? '/');
    const kept = ours(jar.held());
    return {
      done: logout?.ok.includes(ended.status) ?? false,
      status: ended.status,
      held,
      deleted: ours(cookiesSetBy(ended.headers).flatMap((cookie) => (isDeletion(cookie) ? [cookie.key] : []))),
      kept,
      stillGood: await isGood(stage, holding(reply.credential, kept)),
    };
  },

  read({ done, status, held, deleted, kept, stillGood }) {
    if (!done) return { value: undefined, because: `the logout was answered ${status}` };
    if (held.length === 0) return { value: undefined, because: 'a browser would keep none of the credential cookies' };
    const failed = deleted.filter((name) => kept.includes(name));
    if (failed.length > 0)
      return {
        value: 'not deleted',
        because: `a browser holds ${failed.join(', ')} after the logout that deletes it${stillGood ? ', and is still signed in with it' : ''}: it was set with another Domain or Path, or the same answer sets it anew`,
        level: {
          meets: false,
          severity: stillGood ? 'high' : 'low',
          fix: 'Delete a cookie with the Domain and Path that it was set with, and Secure where its name has a prefix.',
          references: ['RFC 6265bis §5.7', 'CWE-613', 'WSTG-SESS-06'],
        },
      };
    return kept.length === held.length
      ? { value: 'left as it is', because: `the logout says nothing of ${kept.join(', ')}` }
      : {
          value: 'deleted',
          because: `a browser holds none of ${deleted.join(', ')} after the logout`,
          level: { meets: true, severity: 'low', fix: '', references: ['RFC 6265bis §5.7'] },
        };
  },
} satisfies Property<Seen>;

function domainOf({ headers }: Reply): string | undefined {
  return cookiesSetBy(headers).find(({ domain }) => domain !== null)?.domain ?? undefined;
}

async function isGood(stage: Stage, left: Credential): Promise<boolean> {
  if ((await stage.whoAmI(left)) === stage.victim.id) return true;
  return refreshTokenIn(left) !== undefined && (await redeem(stage, left)) !== undefined;
}

/** What the browser sends then, whatever the server made of our own copy. */
function holding(credential: Credential, names: readonly string[]): Credential {
  return Object.fromEntries(
    Object.entries(credential).flatMap(([name, { role, values }]) => {
      const left = Object.fromEntries(Object.entries(values).filter(([cookie]) => names.includes(cookie)));
      return Object.keys(left).length > 0 ? [[name, { role, values: left }]] : [];
    }),
  );
}
