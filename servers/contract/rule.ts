import type { Protocol, StepName } from '../scheme.ts';

/**
 * What every scheme must do, seen from outside over HTTP. A server that breaks a rule is not worth measuring: the tests
 * and the pre-flight of every cell ask the same.
 */
export interface Rule {
  readonly id: string;
  readonly title: string;
  /** It ends every sign-in of its user, and is asked where nobody else has this account on the same store. */
  readonly endsAll?: true;
  /** @returns what is wrong, without a secret, or undefined. */
  check<C>(stage: ContractStage<C>): Promise<string | undefined>;
}

/** The little that a rule needs of whatever drives the server. `C` is what a client holds after a sign-in. */
export interface ContractStage<C> {
  readonly target: { readonly protocol: Protocol };
  readonly victim: ContractUser;
  readonly attacker: ContractUser;
  signIn(user: ContractUser): Promise<C>;
  /** @returns with what its client holds from then on */
  perform(
    step: StepName,
    how?: { as?: C; values?: Readonly<Record<string, string>>; headers?: Readonly<Record<string, string>> },
  ): Promise<ContractReply & { readonly credential: C }>;
  request(step: StepName, how?: { as?: C; values?: Readonly<Record<string, string>> }): ContractRequest;
  send(request: ContractRequest): Promise<ContractReply>;
  whoAmI(credential: C): Promise<string | undefined>;
  readonly hooks: { readonly effects?: (accountId: string) => Promise<number> };
}

export interface ContractUser {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

export interface ContractRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ContractReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: unknown;
  readonly subject?: string;
}

/** @returns what is wrong, in words */
export function expected(what: string, actual: unknown, wanted: unknown): string | undefined {
  return actual === wanted ? undefined : `${what} is ${actual}, expected ${wanted}`;
}
