import { ask, endAll, endSignIn, type Playing, stepNow, useFor } from './checked-step.ts';
import type { Play } from './scene.ts';
import { begin, handedIn, hold } from './world.ts';

/** What ends sign-ins, or may. */
export function endingActs(playing: Playing): Pick<Play, 'logout' | 'logoutAll' | 'changePassword' | 'administer'> {
  const { world, scene } = playing;
  const { rules, clock, tally, administrator, stage } = scene;
  return {
    async logout(presented, at) {
      const { done } = await ask(playing, 'logout', { as: presented, instance: at % stage.target.instances });
      if (!done || !rules.logoutEnds) return;
      for (const artefact of Object.values(presented)) {
        const handed = handedIn(world, artefact);
        if (!handed || (artefact.role !== 'refresh' && rules.statesItself)) continue;
        endSignIn(playing, handed.signIn, 'the logout');
      }
    },

    async logoutAll(holder, at) {
      const asked = await useFor(playing, 'logoutAll', holder, { at, how: {} });
      if (asked?.accepted) endAll(playing, holder.account, 'the logout everywhere');
    },

    async changePassword(holder, at) {
      const { account } = holder;
      // never one that it had in another history
      const next = `${account.user.password}, changed after ${tally.requests} requests`;
      const how = { values: { password: account.password, next } };
      const asked = await useFor(playing, 'password', holder, { at, how });
      if (!asked?.accepted) return;
      account.former = { password: account.password, step: stepNow(playing) };
      account.password = next;
      endAll(playing, account, 'the change of the password');
      // what is new in the answer is a sign-in of its own: a copy of what was held before is not spared
      begin(world, account, asked.reply.credential, asked.span, asked.handed.signIn.loggedIn);
      hold(holder, asked.reply.credential);
    },

    async administer(step, account, role = 'user') {
      const sentMs = clock.now();
      await administrator.act(step, { id: account.user.id, role });
      const span = { sentMs, answeredMs: clock.now() };
      if (step === 'setRole') {
        account.role = { is: role, since: span, step: stepNow(playing) };
        // a server may end them for it, or read the role anew
        for (const signIn of world.signIns) if (signIn.account === account) signIn.doubtful = true;
      } else {
        account.disabled = step === 'disable' ? { step: stepNow(playing), by: 'the disabling' } : undefined;
        if (step === 'disable') endAll(playing, account, 'the disabling');
      }
    },
  };
}
