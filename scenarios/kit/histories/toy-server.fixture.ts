import { setImmediate as turn } from 'node:timers/promises';
import session from '../../../servers/schemes/session.ts';
import { Settings } from '../../../servers/settings.ts';
import type { How, Reply, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

/** What a toy server may get wrong. */
export interface Wrong {
  /** A logout ends nothing of a sign-in that was used after so many ms. */
  readonly logoutEndsNothingAfterMs?: number;
  /** A sign-in ends after so many ms whatever its settings say. */
  readonly endsAfterMs?: number;
  /** All passwords that an account ever had are good. */
  readonly keepsPasswords?: boolean;
  /** The answers to so many requests are lost. */
  readonly silentAfter?: number;
}

interface Kept {
  readonly user: string;
  readonly startedAt: number;
  usedAt: number;
}

/** A server with sessions that is a few lines long, and a stage on it: nothing of it goes over a wire, and only `advance` moves its clock. */
export function toyStage(wrong: Wrong = {}): Stage {
  const settings = Settings.parse({});
  const { idleMs, absoluteMs } = settings;
  const sessions = new Map<string, Kept>();
  const known = new Map<string, { passwords: string[]; disabled: boolean; role: string }>();
  const users = Array.from({ length: 12 }, (_, i) => person(`user-${i + 1}`));
  for (const { id, password } of [...users, person('admin')])
    known.set(id, { passwords: [password], disabled: false, role: 'user' });
  let now = 0;
  let ids = 0;
  let requests = 0;

  function answer(step: string, { as = {}, values = {} }: How): { status: number; subject?: string; sid?: string } {
    const sid = as.session?.values.sid ?? '';
    const found = sessions.get(sid);
    const live = found && now - found.usedAt < idleMs && now - found.startedAt < (wrong.endsAfterMs ?? absoluteMs);
    const endAll = (user: string) => {
      for (const [id, kept] of sessions) if (kept.user === user) sessions.delete(id);
    };
    const begin = (user: string) => {
      ids += 1;
      const id = `sid-${ids}`;
      sessions.set(id, { user, startedAt: now, usedAt: now });
      return { status: 200, subject: user, sid: id };
    };
    if (step === 'login') {
      const account = known.get(values.username ?? '');
      const had = wrong.keepsPasswords ? account?.passwords : account?.passwords.slice(-1);
      const isRight = had?.includes(values.password ?? '') && !account?.disabled;
      return isRight ? begin(values.username ?? '') : { status: 401 };
    }
    if (step === 'logout') {
      const isLong =
        found && found.usedAt - found.startedAt > (wrong.logoutEndsNothingAfterMs ?? Number.POSITIVE_INFINITY);
      if (!isLong) sessions.delete(sid);
      return { status: 204 };
    }
    const target = known.get(values.id ?? '');
    if (target) {
      if (step === 'setRole') target.role = values.role ?? '';
      else target.disabled = step === 'disable';
      if (step !== 'enable') endAll(values.id ?? '');
      return { status: 204 };
    }
    if (!found || !live) return { status: 401 };
    found.usedAt = now;
    const { user } = found;
    const account = known.get(user);
    if (step === 'admin') return account?.role === 'admin' ? { status: 200, subject: user } : { status: 403 };
    if (step === 'logoutAll') endAll(user);
    if (step === 'password' && account) {
      account.passwords.push(values.next ?? '');
      endAll(user);
      return begin(user);
    }
    return { status: step === 'logoutAll' ? 204 : 200, subject: user };
  }

  async function perform(step: string, how: How = {}): Promise<Reply> {
    await turn();
    requests += 1;
    if (requests > (wrong.silentAfter ?? Number.POSITIVE_INFINITY)) throw new Error(`${step} had no answer`);
    const { status, subject, sid } = answer(step, how);
    const credential = sid === undefined ? (how.as ?? {}) : { session: { role: 'session' as const, values: { sid } } };
    return { status, headers: {}, body: undefined, credential, ms: 0, ...(subject !== undefined && { subject }) };
  }

  const { traits, protocol } = session;
  return {
    target: {
      ...{ scheme: 'toy', traits, protocol, settings, instances: 2 },
      declared: { revokesOnLogout: true, multipleSessions: true },
      lifetimes: { session: idleMs, absolute: absoluteMs },
      ceilings: { requests: Number.POSITIVE_INFINITY },
    },
    admin: person('admin'),
    user: (index: number) => users[index] ?? person('nobody'),
    perform,
    volley: (step: string, each: readonly How[]) => Promise.all(each.map((how) => perform(step, how))),
    note: () => {},
    hooks: {
      async advance(ms: number) {
        now += ms;
      },
    },
  } as unknown as Stage;
}

function person(id: string): User {
  return { id, username: id, password: `password of ${id}` };
}
