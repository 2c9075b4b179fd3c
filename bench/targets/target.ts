import type { Scheme } from '../../servers/scheme.ts';

/** What the driving side needs of a scheme: its client end, never its server end. */
export type Target = Omit<Scheme, 'serve'>;
