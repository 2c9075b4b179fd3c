import type { VirtualUser } from '../../scenarios/kinds/load.ts';
import type { OpenJob } from './job.ts';

/** A virtual user and how many of its iterations are under way. */
export interface UserSlot {
  readonly user: VirtualUser;
  underWay: number;
}

/** The users of a job, each of whom does so many iterations at once. @returns the next that is free, in turn */
export function userSlots({ users }: Pick<OpenJob, 'users'>, perUser: number) {
  const slots = users.map((user): UserSlot => ({ user, underWay: 0 }));
  let turn = 0;
  return (): UserSlot | undefined => {
    for (let tried = 0; tried < slots.length; tried++) {
      const slot = slots[turn++ % slots.length];
      if (slot && slot.underWay < perUser) return slot;
    }
    return undefined;
  };
}
