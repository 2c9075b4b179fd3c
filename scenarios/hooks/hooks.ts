import type { BrowserHook } from './browser.ts';
import type { ClockHooks } from './clocks.ts';
import type { InstanceHooks } from './instances.ts';
import type { StoreHooks } from './store.ts';
import type { TokenHooks } from './tokens.ts';
import type { TraceHooks } from './traces.ts';

/** What lies behind HTTP. A target may lack any of them; a scenario that needs one it lacks is `not-run`. */
export interface Hooks extends StoreHooks, InstanceHooks, ClockHooks, TokenHooks, TraceHooks, BrowserHook {}
