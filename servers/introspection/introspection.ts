import { z } from 'zod';

/** What an authorisation server says of a token (RFC 7662 §2.2). Of one that is not good it says no more than that. */
export const Introspection = z.discriminatedUnion('active', [
  z.object({
    active: z.literal(true),
    sub: z.string().min(1),
    /** A claim of our own, as in our access tokens. */
    role: z.enum(['user', 'admin']),
    token_type: z.literal('Bearer'),
    /** In seconds since 1970. */
    exp: z.number(),
    iss: z.string(),
    aud: z.string(),
  }),
  z.object({ active: z.literal(false) }),
]);
export type Introspection = z.infer<typeof Introspection>;
