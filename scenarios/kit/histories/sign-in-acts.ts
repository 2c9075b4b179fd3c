import { only, refreshTokenIn } from '../clients/renewal.ts';
import {
  ask,
  endAll,
  endSignIn,
  expectation,
  gone,
  isFor,
  type Playing,
  presented,
  stepNow,
  useFor,
} from './checked-step.ts';
import { type Expected, isForgiven, ofRenewal } from './expected.ts';
import type { Play } from './scene.ts';
import { begin, type Holder, handedIn, hold, note } from './world.ts';

/** So many sign-ins of one account every server allows. */
const apart = 3;

/** What begins a sign-in, and what keeps it going. */
export function signInActs(playing: Playing): Pick<Play, 'signIn' | 'tryFormerPassword' | 'use' | 'renew'> {
  const { world, scene } = playing;
  const { rules, stage } = scene;
  const { protocol, instances } = stage.target;
  return {
    async signIn(account, label, at) {
      const values = { username: account.user.username, password: account.password };
      const asked = await ask(playing, 'login', { values, instance: at % instances });
      const what = `The login of ${account.name}`;
      const accepted = isFor(playing, account, 'login', { ...asked, what });
      const { disabled } = account;
      const expected: Expected = disabled
        ? { answer: 'refused', because: `the account was disabled at step ${disabled.step}` }
        : { answer: 'accepted', because: 'the password is right' };
      expectation(playing, expected, accepted, what);
      if (!accepted) return undefined;
      // a server may allow so many at once, and end the oldest
      const others = world.signIns.filter((one) => one.account === account && one.ended === undefined);
      if (!rules.signInsApart || others.length >= apart) for (const one of others) one.doubtful = true;
      begin(world, account, asked.reply.credential, asked.span);
      const holder: Holder = { label, account, isThief: false, credential: asked.reply.credential, past: [] };
      world.holders.push(holder);
      return holder;
    },

    async tryFormerPassword(account, at) {
      const { former, user, name } = account;
      if (!former) return;
      const values = { username: user.username, password: former.password };
      const asked = await ask(playing, 'login', { values, instance: at % instances });
      const what = `The password that ${name} had before`;
      const because = `it was changed at step ${former.step}`;
      const accepted = isFor(playing, account, 'login', { ...asked, what });
      expectation(playing, { answer: 'refused', because }, accepted, what);
    },

    async use(step, holder, at, credential) {
      const asked = await useFor(playing, step, holder, { at, how: { values: { ms: '0' } }, credential });
      if (asked?.accepted && (credential ?? holder.credential) === holder.credential) {
        note(world, asked.handed.signIn, asked.reply.credential, asked.span);
        hold(holder, asked.reply.credential);
      }
      return asked?.accepted;
    },

    async renew(holder, at, credential = holder.credential) {
      const artefact = refreshTokenIn(credential);
      const handed = artefact && handedIn(world, artefact);
      if (!handed || !protocol.steps.refresh) return undefined;
      const asked = await ask(playing, 'refresh', { as: credential, instance: at % instances });
      const { reply, span } = asked;
      const what = presented(playing, holder, credential, { step: 'refresh', at });
      const accepted = isFor(playing, holder.account, 'refresh', { ...asked, what });
      expectation(playing, ofRenewal(handed, span, rules), accepted, what);
      const { signIn, spent } = handed;
      if (accepted) {
        const isReplaced = note(world, signIn, only('refresh', reply.credential), span);
        note(world, signIn, reply.credential, span);
        if (isReplaced) handed.spent ??= { at: span, step: stepNow(playing) };
        else handed.given = span;
        Object.assign(signIn, { used: span, maybeUsed: span, renewed: span, doubtful: spent !== undefined });
        if (credential === holder.credential) hold(holder, reply.credential);
      } else if (!spent) gone(playing, handed);
      else if (isForgiven(handed, span, rules) || !rules.reuseEnds) signIn.doubtful = true;
      else if (rules.reuseEnds === 'account') endAll(playing, signIn.account, 'the replay of a spent token');
      else endSignIn(playing, signIn, 'the replay of a spent token');
      return accepted;
    },
  };
}
