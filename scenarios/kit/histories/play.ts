import type { StepName } from '../../../servers/scheme.ts';
import type { Credential, How, Reply } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { only, refreshTokenIn } from '../clients/renewal.ts';
import type { Span } from '../windows/age.ts';
import { assertExpected, Difference } from './difference.ts';
import { type Expected, isForgiven, ofAdminRequest, ofRenewal, ofRequest } from './expected.ts';
import type { Play, Scene } from './scene.ts';
import { watchCookieAttributes } from './watched-cookies.ts';
import {
  begin,
  type Handed,
  type HistoryAccount,
  type Holder,
  handedIn,
  hold,
  note,
  type SignIn,
  type World,
} from './world.ts';

interface Asked {
  readonly reply: Reply;
  readonly span: Span;
  readonly done: boolean;
}

/** So many sign-ins of one account every server allows. */
const apart = 3;

export function newPlay(scene: Scene, world: World): Play {
  const { stage, rules, clock, tally, recorded, administrator } = scene;
  const { protocol, instances } = stage.target;
  const cookies = watchCookieAttributes(protocol);
  const stepNow = () => world.story.length;

  async function ask(step: StepName, how: How): Promise<Asked> {
    const sentMs = clock.now();
    const reply = await stage.perform(step, { ...how, ...(!recorded && { unrecorded: true }) });
    tally.requests += 1;
    const weakened = cookies(reply);
    if (weakened !== undefined) throw new Difference('weakened', `The answer to ${step} ${weakened}`);
    const done = protocol.steps[step]?.ok.includes(reply.status) ?? false;
    return { reply, span: { sentMs, answeredMs: clock.now() }, done };
  }

  /** Whether an answer was given as asked for, for the one it was asked for. @throws Difference for somebody else */
  function isFor({ user }: HistoryAccount, step: StepName, { reply, done }: Asked, what: string): boolean {
    if (!done) return false;
    if (protocol.steps[step]?.subject === undefined || reply.subject === user.id) return true;
    if (reply.subject === undefined) return false;
    throw new Difference('accepted', `${what} is answered for somebody else.`);
  }

  function expectation(expected: Expected, accepted: boolean, what: string): void {
    tally[expected.answer] += 1;
    assertExpected(expected, accepted, what);
  }

  /** What an ordinary request of this step presents. */
  function presentedBy(step: StepName, credential: Credential): Handed | undefined {
    const roles = ['session', 'access'] as const;
    const carried = (protocol.steps[step]?.carries ?? []).flatMap((name) => credential[name] ?? []);
    const artefact = carried.find(({ role }) => roles.some((one) => one === role));
    return artefact && handedIn(world, artefact);
  }

  function used({ signIn, role }: Handed, { answer }: Expected, accepted: boolean, at: Span): void {
    if (role === 'access' && rules.revocation === 'at-expiry') return;
    if (answer !== 'refused') signIn.maybeUsed = at;
    if (accepted) Object.assign(signIn, { used: at, doubtful: false });
  }

  /** What was refused once is not to come back. */
  function gone({ signIn, role }: Handed): void {
    if (role !== 'access' || rules.revocation === 'immediate') end(signIn, 'the refusal');
  }

  /** Uses a credential for a step that needs a sign-in. */
  async function useFor(
    step: StepName,
    holder: Holder,
    at: number,
    how: How,
    credential = holder.credential,
  ): Promise<(Asked & { readonly accepted: boolean; readonly handed: Handed }) | undefined> {
    const handed = presentedBy(step, credential);
    if (!handed) return undefined;
    const asked = await ask(step, { ...how, as: credential, instance: at % instances });
    const what = sentence(holder, credential, step, at % instances, stage);
    const accepted = isFor(holder.account, step, asked, what);
    const expected =
      step === 'admin' ? ofAdminRequest(handed, asked.span, rules) : ofRequest(handed, asked.span, rules);
    expectation(expected, accepted, what);
    used(handed, expected, accepted, asked.span);
    if (!accepted && step !== 'admin') gone(handed);
    return { ...asked, accepted, handed };
  }

  /** The first of several ends is the one that counts. */
  function end(signIn: SignIn, by: string): void {
    signIn.ended ??= { step: stepNow(), by };
  }

  function endAll(account: HistoryAccount, by: string): void {
    for (const signIn of world.signIns) if (signIn.account === account) end(signIn, by);
  }

  const play: Play = {
    world,
    scene,

    async signIn(account, label, at) {
      const values = { username: account.user.username, password: account.password };
      const asked = await ask('login', { values, instance: at % instances });
      const what = `The login of ${account.name}`;
      const accepted = isFor(account, 'login', asked, what);
      const { disabled } = account;
      const expected: Expected = disabled
        ? { answer: 'refused', because: `the account was disabled at step ${disabled.step}` }
        : { answer: 'accepted', because: 'the password is right' };
      expectation(expected, accepted, what);
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
      const asked = await ask('login', { values, instance: at % instances });
      const what = `The password that ${name} had before`;
      const because = `it was changed at step ${former.step}`;
      expectation({ answer: 'refused', because }, isFor(account, 'login', asked, what), what);
    },

    async use(step, holder, at, credential) {
      const asked = await useFor(step, holder, at, { values: { ms: '0' } }, credential);
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
      const asked = await ask('refresh', { as: credential, instance: at % instances });
      const { reply, span } = asked;
      const what = sentence(holder, credential, 'refresh', at % instances, stage);
      const accepted = isFor(holder.account, 'refresh', asked, what);
      const expected = ofRenewal(handed, span, rules);
      expectation(expected, accepted, what);
      const { signIn, spent } = handed;
      if (accepted) {
        const isReplaced = note(world, signIn, only('refresh', reply.credential), span);
        note(world, signIn, reply.credential, span);
        if (isReplaced) handed.spent ??= { at: span, step: stepNow() };
        else handed.given = span;
        Object.assign(signIn, { used: span, maybeUsed: span, renewed: span, doubtful: spent !== undefined });
        if (credential === holder.credential) hold(holder, reply.credential);
      } else if (!spent) gone(handed);
      else if (isForgiven(handed, span, rules) || !rules.reuseEnds) signIn.doubtful = true;
      else end(signIn, 'the replay of a spent token');
      return accepted;
    },

    async logout(presented, at) {
      const { done } = await ask('logout', { as: presented, instance: at % instances });
      if (!done || !rules.logoutEnds) return;
      for (const artefact of Object.values(presented)) {
        const handed = handedIn(world, artefact);
        if (!handed || (artefact.role === 'access' && rules.revocation === 'at-expiry')) continue;
        end(handed.signIn, 'the logout');
      }
    },

    async logoutAll(holder, at) {
      const asked = await useFor('logoutAll', holder, at, {});
      if (asked?.accepted) endAll(holder.account, 'the logout everywhere');
    },

    async changePassword(holder, at) {
      const { account } = holder;
      // never one that it had in another history
      const next = `${account.user.password}, changed after ${tally.requests} requests`;
      const asked = await useFor('password', holder, at, { values: { password: account.password, next } });
      if (!asked?.accepted) return;
      account.former = { password: account.password, step: stepNow() };
      account.password = next;
      endAll(account, 'the change of the password');
      // what is new in the answer is a sign-in of its own: a copy of what was held before is not spared
      begin(world, account, asked.reply.credential, asked.span, asked.handed.signIn.loggedIn);
      hold(holder, asked.reply.credential);
    },

    async administer(step, account, role = 'user') {
      const sentMs = clock.now();
      await administrator.act(step, { id: account.user.id, role });
      const span = { sentMs, answeredMs: clock.now() };
      if (step === 'setRole') {
        account.role = { is: role, since: span, step: stepNow() };
        // a server may end them for it, or read the role anew
        for (const signIn of world.signIns) if (signIn.account === account) signIn.doubtful = true;
      } else {
        account.disabled = step === 'disable' ? { step: stepNow(), by: 'the disabling' } : undefined;
        if (step === 'disable') endAll(account, 'the disabling');
      }
    },
  };
  return play;
}

function sentence(holder: Holder, credential: Credential, step: StepName, at: number, stage: Stage): string {
  const { method = '', path = '' } = stage.target.protocol.steps[step] ?? {};
  const what = holder.past.includes(credential) ? `What ${holder.label} held before` : `What ${holder.label} holds`;
  return `${what} (${method} ${path.split('?')[0]} at instance ${at})`;
}
