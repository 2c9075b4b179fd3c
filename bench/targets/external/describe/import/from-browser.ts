import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Chromium } from '../../../../driver/chromium.ts';
import type { Recorded } from './recorded.ts';

export interface SignInAtPage {
  /** Of the page with the login, a fragment perhaps among it. */
  readonly address: string;
  readonly username: string;
  readonly password: string;
  readonly signal: AbortSignal;
}

const visibleWithinMs = 15_000;
const settledWithinMs = 5_000;
/** Nothing was asked for so long: the page has asked for all that it wants. */
const quietMs = 500;
/** What a page draws itself is there for scripts alone; of its fields, those that are seen count. */
const password = 'input[type=password]:visible';
const name = 'input:not([type]):visible, input[type=text]:visible, input[type=email]:visible, input[type=tel]:visible';

/** What a page that its scripts draw sends when somebody signs in on it, and after that; nothing where no field is seen. */
export async function fromBrowser(chromium: Chromium, signIn: SignInAtPage): Promise<Recorded[]> {
  using _ = await chromium.seat();
  await using profile = await (await chromium.running()).profiles.take();
  const page = await profile.context.newPage();
  const recorded: Recorded[] = [];
  page.on('request', (request) => {
    const body = request.postData();
    recorded.push({
      ...{ method: request.method(), url: request.url(), headers: request.headers() },
      ...(body !== null && { body }),
    });
  });
  const traffic = trafficOf(page);
  try {
    await page.goto(signIn.address);
    const field = page.locator(password).first();
    const who = page.locator(name).first();
    await field.or(who).first().waitFor({ timeout: visibleWithinMs });
    await who.fill(signIn.username);
    // one page asks who it is, and the next for the password
    if (!(await field.isVisible())) {
      await who.press('Enter');
      await field.waitFor({ timeout: settledWithinMs });
    }
    await field.fill(signIn.password);
    const enteredAt = performance.now();
    await field.press('Enter');
    await traffic.settled(enteredAt);
  } catch (error) {
    signIn.signal.throwIfAborted();
    // no field came into view, or none that takes a text: what was sent until then is what is known
    if (!(error instanceof Error && error.name === 'TimeoutError')) throw error;
  }
  return recorded;
}

/** What is under way on a page. Playwright's `networkidle` was reached for good before somebody signs in. */
function trafficOf(page: Page) {
  let underWay = 0;
  let changedAt = 0;
  const begunAt: number[] = [];
  const change = (by: number) => () => {
    underWay += by;
    changedAt = performance.now();
    if (by > 0) begunAt.push(changedAt);
  };
  page.on('request', change(1));
  page.on('requestfinished', change(-1));
  page.on('requestfailed', change(-1));
  return {
    /** Until what began after that moment has come to an end. A machine that was slow to begin is given more time to go on. */
    async settled(after: number): Promise<void> {
      for (const until = after + settledWithinMs; performance.now() < until; await delay(20)) {
        const began = begunAt.find((at) => at >= after);
        if (began === undefined || underWay > 0) continue;
        if (performance.now() - changedAt > Math.max(quietMs, 2 * (began - after))) return;
      }
    },
  };
}
