import type { Credential } from '../exchange.ts';
import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { fromCookies } from '../kit/clients/client-kept.ts';
import { cookieLifetimes } from '../kit/clients/cookie-lifetime.ts';
import { redeem } from '../kit/clients/renewal.ts';

export default {
  kind: 'lifecycle',
  id: 'client-restart',
  title: 'The client is closed and opened again',
  question: 'Is a user still signed in after a restart, when code kept nothing on disk?',
  appliesTo: () => true,
  async run(stage) {
    const { victim, target } = stage;
    const login = await stage.perform('login', { values: { username: victim.username, password: victim.password } });
    const persistent = cookieLifetimes(login);
    // A cookie with an end survives a restart, one without is gone (RFC 6265 §5.3); memory is gone in any case.
    const left: Credential = Object.keys(persistent).length > 0 ? fromCookies(target.protocol, login.credential) : {};
    const served = async (as: Credential) => (await stage.whoAmI(as)) === victim.id;
    const atOnce = await served(left);
    const renewed = target.protocol.steps.refresh ? await redeem(stage, left) : undefined;
    const signedIn = atOnce || (renewed !== undefined && (await served(renewed)));
    return {
      measures: {
        'sign-ins.kept': { value: signedIn ? 1 : 0, unit: 'ratio' },
        'requests.before-first-answer': { value: atOnce ? 0 : target.protocol.steps.refresh ? 1 : 0, unit: 'count' },
        ...persistent,
      },
      facts: { onDisk: Object.keys(left) },
    };
  },
} satisfies LifecycleScenario;
