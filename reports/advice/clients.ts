import type { Results } from '../results/results.ts';
import { list } from '../text/wording.ts';
import { type Assessment, type Constraint, combined, type SchemeFacts } from './constraint.ts';
import { measured } from './lookup.ts';
import type { clientKinds } from './requirements.ts';

type Kind = (typeof clientKinds)[number];

export default {
  id: 'clients',
  title: 'Every kind of client can use it',
  rule: 'Ruled out where pages rendered by the server cannot follow links or post forms (simple-pages), or where a client outside the browser cannot stay signed in (non-browser-client).',
  asked: ({ clients = [] }) => (clients.length === 0 ? undefined : `clients: ${list(clients)}`),
  judge: (scheme, { clients = [] }, results) => combined(clients.map((kind) => judges[kind](scheme, results))),
} satisfies Constraint;

const judges: Readonly<Record<Kind, (scheme: SchemeFacts, results: Results) => Assessment>> = {
  browser: pages,
  spa: script,
  native: program,
  mobile: program,
  service: program,
};

function pages(scheme: SchemeFacts, results: Results): Assessment {
  const links = measured(results, scheme, 'simple-pages', 'links.followed');
  const forms = measured(results, scheme, 'simple-pages', 'forms.posted');
  if (!links || !forms) return missing('simple-pages');
  const { evidence } = links;
  return links.value === 1 && forms.value === 1
    ? { state: 'meets', because: 'links and forms work with nothing but the browser', evidence }
    : {
        state: 'breaks',
        because: 'links and forms of plain pages arrive without the credential, which only a script can attach',
        evidence,
        flip: 'every page is driven by a script',
      };
}

function script(scheme: SchemeFacts, results: Results): Assessment {
  const duties = measured(results, scheme, 'client-steps', 'duties.of-code');
  if (!duties) return missing('client-steps');
  const because =
    duties.value === 0 ? 'the browser does all of it' : `${duties.value} duties are left to the client's own code`;
  return { state: 'meets', because, evidence: duties.evidence };
}

function program(scheme: SchemeFacts, results: Results): Assessment {
  const measure = (metric: string) => measured(results, scheme, 'non-browser-client', metric);
  const works = (how: string) =>
    measure(`reads.${how}`)?.value === 1 &&
    (scheme.traits.renewal !== 'rotation' || measure(`renewals.${how}`)?.value === 1);
  const evidence = measure('reads.with-cookies-carried')?.evidence;
  if (!evidence) return missing('non-browser-client');
  if (works('with-bodies-only'))
    return { state: 'meets', because: 'a client without a cookie jar can use it', evidence };
  return works('with-cookies-carried')
    ? {
        state: 'meets',
        because: 'a client outside the browser can use it once it carries cookies',
        evidence,
        needs: 'clients outside the browser that keep cookies and send an Origin',
      }
    : {
        state: 'breaks',
        because: 'a client outside the browser was not served',
        evidence,
        flip: 'all clients are browsers',
      };
}

function missing(scenario: string): Assessment {
  return { state: 'undecided', because: `${scenario} was not measured`, evidence: [] };
}
