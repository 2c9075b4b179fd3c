/** One of the sign-ins of an account. Its name is no credential, and nothing can be asked for with it but its end. */
export interface ListedSignIn {
  readonly name: string;
  /** Whether it is that of the request that asks. */
  readonly current: boolean;
}
