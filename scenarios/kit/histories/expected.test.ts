import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import jwt from '../../../servers/schemes/jwt.ts';
import denylist from '../../../servers/schemes/jwt-denylist.ts';
import refresh from '../../../servers/schemes/jwt-refresh.ts';
import session from '../../../servers/schemes/session.ts';
import { Settings } from '../../../servers/settings.ts';
import type { Artefact } from '../../exchange.ts';
import type { StageTarget } from '../../stage.ts';
import { type Expected, ofAdminRequest, ofRenewal, ofRequest } from './expected.ts';
import { serverRulesOf } from './rules.ts';
import type { Handed, HistoryAccount, SignIn } from './world.ts';

const minuteMs = 60_000;
const settings = Settings.parse({ idleMs: 30 * minuteMs, absoluteMs: 720 * minuteMs, accessMs: 15 * minuteMs });
const at = (minutes: number) => ({ sentMs: minutes * minuteMs, answeredMs: minutes * minuteMs + 20 });
const rules = (traits: Traits, more: Partial<StageTarget['settings']> = {}) =>
  serverRulesOf({ traits, settings: { ...settings, ...more }, ...ours({ ...settings, ...more }) });
/** What our own servers promise. */
const ours = ({ accessMs, idleMs, absoluteMs, graceMs }: Settings): Pick<StageTarget, 'declared' | 'lifetimes'> => ({
  declared: { revokesOnLogout: true, reuse: 'family', multipleSessions: true, graceMs },
  lifetimes: { access: accessMs, session: idleMs, absolute: absoluteMs },
});

/** Handed out at a login at minute 0. */
function handed(role: Artefact['role'], signIn: Partial<SignIn> = {}, account: Partial<HistoryAccount> = {}): Handed {
  const user = { id: 'user-1', username: 'user-1', password: 'secret' };
  const never = { sentMs: Number.NEGATIVE_INFINITY, answeredMs: Number.NEGATIVE_INFINITY };
  const owner: HistoryAccount = {
    user,
    name: 'Ann',
    password: 'secret',
    role: { is: 'user', since: never, step: 0 },
    ...account,
  };
  const whole = {
    account: owner,
    began: at(0),
    loggedIn: at(0),
    used: at(0),
    maybeUsed: at(0),
    doubtful: false,
    ...signIn,
  };
  return { role, signIn: whole, given: at(0), asAdmin: owner.role.is === 'admin' };
}

const answers = (...all: readonly Expected[]) => all.map(({ answer }) => answer);
const ended = { step: 3, by: 'the logout' };

describe('what is expected of a session', () => {
  const ofSession = (minutes: number, signIn: Partial<SignIn> = {}, account: Partial<HistoryAccount> = {}) =>
    ofRequest(handed('session', signIn, account), at(minutes), rules(session.traits));

  it('is that it lives for half of its idle time after a use, ends after all of it, and is either between', () => {
    assert.deepEqual(answers(ofSession(14), ofSession(16), ofSession(29.9), ofSession(31)), [
      'accepted',
      'either',
      'either',
      'refused',
    ]);
    const used = { used: at(100), maybeUsed: at(100) };
    assert.deepEqual(answers(ofSession(114, used), ofSession(131, used)), ['accepted', 'refused']);
  });

  it('is that no use moves its absolute end', () => {
    const used = { used: at(719), maybeUsed: at(719) };
    assert.deepEqual(answers(ofSession(719.5, used), ofSession(720, used), ofSession(720.5, used)), [
      'accepted',
      'either',
      'refused',
    ]);
  });

  it('is either, of one that a changed password let go on, between the absolute ends of both', () => {
    const goneOn = { began: at(300), used: at(800), maybeUsed: at(800) };
    assert.deepEqual(answers(ofSession(801, goneOn), ofSession(801, { ...goneOn, loggedIn: at(300) })), [
      'either',
      'accepted',
    ]);
    const late = { ...goneOn, used: at(1_019), maybeUsed: at(1_019) };
    assert.deepEqual(answers(ofSession(1_021, late)), ['refused']);
  });

  it('is that whatever ended it has ended it at once, for which the step is told', () => {
    assert.deepEqual(ofSession(1, { ended }), { answer: 'refused', because: 'the logout of step 3 ended it' });
    assert.deepEqual(answers(ofSession(1, {}, { disabled: ended })), ['refused']);
  });

  it('is nothing where it may have ended by a rule that nobody knows of, but for its ends by time', () => {
    assert.deepEqual(answers(ofSession(1, { doubtful: true }), ofSession(31, { doubtful: true })), [
      'either',
      'refused',
    ]);
  });
});

describe('what is expected of an access token', () => {
  const ofToken = (
    traits: Traits,
    minutes: number,
    signIn: Partial<SignIn> = {},
    account: Partial<HistoryAccount> = {},
  ) => ofRequest(handed('access', signIn, account), at(minutes), rules(traits));

  it('is that it ends by itself, with what a clock may be off by', () => {
    assert.deepEqual(answers(ofToken(jwt.traits, 14.9), ofToken(jwt.traits, 15), ofToken(jwt.traits, 15.2)), [
      'accepted',
      'either',
      'refused',
    ]);
  });

  it('is, of a statement that nobody can take back, that no event ends it, nor has to spare it', () => {
    assert.deepEqual(answers(ofToken(jwt.traits, 1, { ended }), ofToken(jwt.traits, 1, {}, { disabled: ended })), [
      'either',
      'either',
    ]);
    assert.deepEqual(answers(ofToken(jwt.traits, 15.2, { ended })), ['refused']);
  });

  it('is nothing once a renewal has replaced it, or a role was changed', () => {
    const ofOld = (signIn: Partial<SignIn>) => ofToken(refresh.traits, 1, signIn);
    assert.deepEqual(answers(ofOld({ renewed: at(0.5) }), ofOld({ doubtful: true })), ['either', 'either']);
  });

  it('is, of one that can be taken back, that events end it at once', () => {
    assert.deepEqual(answers(ofToken(denylist.traits, 1, { ended })), ['refused']);
  });
});

describe('what is expected of a refresh token', () => {
  const ofRefresh = (minutes: number, more: Partial<Handed> = {}, graceMs = 0) =>
    ofRenewal({ ...handed('refresh'), ...more }, at(minutes), rules(refresh.traits, { graceMs }));

  it('is that it is good once within the idle time, whatever else of its sign-in is used', () => {
    const { signIn } = handed('refresh', { used: at(40), maybeUsed: at(40) });
    assert.deepEqual(answers(ofRefresh(29), ofRefresh(30), ofRefresh(31), ofRefresh(41, { signIn })), [
      'accepted',
      'either',
      'refused',
      'refused',
    ]);
  });

  it('is that a spent one is refused, however long ago, but for its grace window', () => {
    const spent = { at: at(10), step: 2 };
    assert.deepEqual(ofRefresh(10, { spent }), { answer: 'refused', because: 'it was spent at step 2' });
    assert.deepEqual(answers(ofRefresh(600, { spent }), ofRefresh(10.1, { spent }, 30_000)), ['refused', 'either']);
    assert.deepEqual(answers(ofRefresh(11, { spent }, 30_000)), ['refused']);
  });
});

describe('what is expected of a page for administrators', () => {
  const role = (is: 'user' | 'admin', minutes: number) => ({ role: { is, since: at(minutes), step: 4 } });
  const ofAdmin = (
    traits: Traits,
    kind: Artefact['role'],
    account: Partial<HistoryAccount>,
    asAdmin: boolean,
    given = 0,
  ) => ofAdminRequest({ ...handed(kind, {}, account), asAdmin, given: at(given) }, at(10), rules(traits));

  it('is that a role that was taken away is gone at once where the server looks it up', () => {
    assert.deepEqual(answers(ofAdmin(session.traits, 'session', role('user', 5), true)), ['refused']);
  });

  it('is that a token says the role until its end, and one that came later does not', () => {
    assert.deepEqual(
      answers(
        ofAdmin(jwt.traits, 'access', role('user', 5), true),
        ofAdmin(refresh.traits, 'access', role('user', 5), true, 6),
      ),
      ['either', 'refused'],
    );
  });

  it('is that whoever never had the role is refused', () => {
    assert.match(ofAdmin(jwt.traits, 'access', {}, false).because, /never had that role/);
  });
});

describe('what is expected of a server that is not ours', () => {
  const theirs = (declared: object, lifetimes: object = {}) =>
    serverRulesOf({ traits: session.traits, settings, declared, lifetimes });

  it('is nothing by time where nobody says how long it lasts', () => {
    const long = at(100_000);
    assert.deepEqual(answers(ofRequest(handed('session'), long, theirs({}))), ['either']);
    assert.deepEqual(answers(ofRequest(handed('session'), long, theirs({}, { session: 1_000 }))), ['refused']);
  });

  it('is no more than its owner says', () => {
    assert.equal(theirs({ revokesOnLogout: false }).logoutEnds, false);
    assert.equal(theirs({ revokesOnLogout: { withinMs: 9_000 } }).logoutEnds, false);
    assert.equal(theirs({ reuse: 'none' }).reuseEnds, false);
    assert.equal(theirs({}).signInsApart, false);
  });
});
