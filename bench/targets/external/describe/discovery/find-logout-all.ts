import type { Credential } from '../../../../../scenarios/exchange.ts';
import type { Target } from '../../description.ts';
import type { Explorer } from './explorer.ts';
import { isNobody, isOver } from './is-over.ts';
import { signOutsOn } from './sign-outs-on-page.ts';
import type { SignedInPage } from './signed-in-pages.ts';
import { withoutContent } from './without-content.ts';

type Step = Target['call'];
type Steps = [Step, ...Step[]];

const usual = ['/logout', '/api/logout', '/auth/logout', '/api/auth/logout'].flatMap((path): Step[] =>
  [`${path}-all`, `${path}/all`].map((one) => ({ method: 'POST', path: one })),
);

/** What ends all sign-ins of whoever asks: shown by another one of theirs, which then speaks for nobody either. */
export async function findLogoutAll(
  explorer: Explorer,
  known: Partial<Target>,
  hints: readonly Step[],
  pages: readonly SignedInPage[],
): Promise<Step | Steps | undefined> {
  const onPages = pages.flatMap(({ path, html, other }) => signOutsOn(explorer, { path, html, again: other }));
  const said = onPages.filter(({ isEverywhere }) => isEverywhere).map(({ steps }) => steps);
  for (const logoutAll of [...hints, ...said, ...usual].flatMap((one) => withoutContent(one, known)))
    if (await endsAll(explorer, { ...known, logoutAll })) return logoutAll;
  return undefined;
}

async function endsAll(explorer: Explorer, parts: Partial<Target>): Promise<boolean> {
  const signIn = async () => (await explorer.perform('login', parts)).reply.credential;
  const asksAs = async (as: Credential) => {
    const { failure, status } = (await explorer.perform('logoutAll', parts, as)).reply;
    return failure === undefined && status >= 200 && status < 400;
  };
  // of addresses that were guessed most are none
  if (!(await asksAs(await signIn()))) return false;
  const [other, asking] = [await signIn(), await signIn()];
  if ((await isNobody(explorer, parts, other)) || !(await asksAs(asking))) return false;
  return (await isOver(explorer, parts, other)) && (await isOver(explorer, parts, asking));
}
