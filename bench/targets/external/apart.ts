import type { Credential } from '../../../scenarios/exchange.ts';
import { isTimed } from '../../../scenarios/kit/tokens/timed.ts';
import { untilNextSecondMs } from '../../../scenarios/kit/windows/next-second.ts';
import type { Stage } from '../../../scenarios/stage.ts';

/** Several who sign in as one user at once have a second each. */
const mostSeconds = 10;

/**
 * Tokens without an id whose times are whole seconds are the same to the byte where one second has two of them (RFC 7519 §2,
 * NumericDate). Nothing tells such sign-ins apart, nor a token from its successor: whoever is given one a second time asks
 * again when the second has turned.
 */
export function apart(stage: Stage) {
  const seen = new Set<string>();
  /** Those that come again however long one waits. */
  const lasting = new Set<string>();
  let repeated = 0;
  const differing = async (
    first: Credential,
    held: Credential | undefined,
    again: (last: Credential) => Promise<Credential | undefined>,
  ): Promise<void> => {
    let last = first;
    for (let i = 0; i < mostSeconds; i += 1) {
      const alike = timedIn(last, held).filter((one) => seen.has(one) && !lasting.has(one));
      if (alike.length === 0) break;
      if (i === 0) repeated += 1;
      await stage.wait(untilNextSecondMs());
      const next = await again(last);
      if (!next) break;
      for (const one of timedIn(next, last).filter((text) => alike.includes(text))) lasting.add(one);
      last = next;
    }
    for (const one of timedIn(last, held)) seen.add(one);
  };
  const perform: Stage['perform'] = async (step, how = {}) => {
    let reply = await stage.perform(step, how);
    const ok = stage.target.protocol.steps[step]?.ok ?? [];
    if ((step !== 'login' && step !== 'refresh') || !ok.includes(reply.status)) return reply;
    await differing(reply.credential, how.as, async (last) => {
      const next = await stage.perform(step, step === 'refresh' ? { ...how, as: last } : how);
      if (!ok.includes(next.status)) return undefined;
      reply = next;
      return next.credential;
    });
    return reply;
  };
  const signIn: Stage['signIn'] = async (user, how = {}) => {
    let credential = await stage.signIn(user, how);
    await differing(credential, how.as, async () => {
      credential = await stage.signIn(user, how);
      return credential;
    });
    return credential;
  };
  return {
    stage: { ...stage, perform, signIn },
    /** What has to be said of it beside an outcome. */
    remark: () =>
      repeated === 0
        ? undefined
        : `${repeated} ${repeated === 1 ? 'token was' : 'tokens were'} the same to the byte as one before (no id, issued within one second), and asked for again`,
  };
}

/** Of what was handed out and not only kept. */
function timedIn(credential: Credential, before: Credential = {}): string[] {
  return Object.entries(credential).flatMap(([name, artefact]) =>
    artefact === before[name] ? [] : Object.values(artefact.values).filter(isTimed),
  );
}
