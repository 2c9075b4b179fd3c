import type { Page, Request, Response } from 'playwright-core';
import { Unanswered } from '../../scenarios/kit/evidence/unanswered.ts';
import { later } from '../machine/later.ts';

/** What a tab was answered on its way elsewhere. */
export interface Arrival {
  /** The answer to what it asked for, a redirect perhaps. */
  readonly first: Response;
  /** Absent where a redirect leads to nobody who answers. */
  readonly last?: Response;
  /** Empty where there is none to read. */
  readonly text: string;
}

/** Does what makes a tab go elsewhere, and waits until it is there, whatever redirects lie between. */
export async function arrival(page: Page, act: () => Promise<unknown>): Promise<Arrival> {
  const isOurs = (request: Request) => request.isNavigationRequest() && request.frame() === page.mainFrame();
  const moved = later(page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame()));
  const failed = page.waitForEvent('requestfailed', isOurs).then((request) => {
    throw new Unanswered(`the way to ${request.url()}`, { status: 0, failure: request.failure()?.errorText ?? '' });
  });
  const last = Promise.race([
    page.waitForResponse((response) => isOurs(response.request()) && !isRedirect(response)),
    failed,
  ]);
  // they are waited for one after the other, and none of them is to be missed
  for (const promise of [failed, last]) promise.catch(() => {});
  const [first] = await Promise.all([
    Promise.race([page.waitForResponse((response) => isOurs(response.request())), failed]),
    // the page that does it may be gone before it can say that it is done
    act().catch(() => {}),
  ]);
  const there = await last.catch(() => undefined);
  if (!there) return { first, text: '' };
  // an answer without a document leaves the page where it is
  if (there.status() === 204 || there.status() === 205) return { first, last: there, text: '' };
  await moved.catch(() => {});
  const text = await there.text().catch(() => '');
  await page.waitForLoadState('domcontentloaded');
  return { first, last: there, text };
}

function isRedirect(response: Response): boolean {
  return [301, 302, 303, 307, 308].includes(response.status()) && response.headers().location !== undefined;
}
