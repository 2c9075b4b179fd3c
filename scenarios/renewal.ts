import type { Credential, How, Reply, Stage } from './scenario.ts';

/** Whether POST refresh answered that it was done. */
export function isRenewed({ target }: Pick<Stage, 'target'>, reply: Pick<Reply, 'status'>): boolean {
  return target.protocol.steps.refresh?.ok.includes(reply.status) ?? false;
}

/**
 * Redeems the refresh token of a credential.
 * @returns what the client then holds; undefined unless the renewal was answered as done and what it handed out speaks for somebody
 */
export async function redeem(
  stage: Stage,
  as: Credential,
  how: Pick<How, 'instance'> = {},
): Promise<Credential | undefined> {
  const reply = await stage.perform('refresh', { ...how, as });
  if (!isRenewed(stage, reply)) return undefined;
  return (await stage.whoAmI(reply.credential, how)) === undefined ? undefined : reply.credential;
}

/** The refresh token in a credential, as one comparable text. */
export function refreshTokenOf(credential: Credential): string | undefined {
  const token = Object.values(credential).find(({ role }) => role === 'refresh');
  return token && JSON.stringify(token.values);
}
