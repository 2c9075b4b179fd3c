import type { Settings } from '../../../servers/settings.ts';

/** Servers that know at once what they are asked: what comes back to life is not to be taken for what still lingers. */
export const withoutLag = { lagMs: 1 } as const satisfies Partial<Settings>;
