import type { Results } from '../results/results.ts';
import { exact, list, percent } from '../text/wording.ts';
import type { Constraint } from './constraint.ts';

type Row = Results['scaling'][number];

/** The least demanding first. */
const modes: Readonly<Record<Row['mode'], string>> = {
  none: 'no state on the server',
  shared: 'a store that all instances share',
  sticky: 'sticky routing',
  'own-memory': 'the memory of each instance',
};

export default {
  id: 'state',
  title: 'Users stay signed in on every instance',
  rule: 'Ruled out where no permitted place for the server’s state keeps signed-in users in: refused requests and renewals of the undisturbed scaling grid.',
  asked({ instances = 1, storeAllowed = true }) {
    if (instances === 1 && storeAllowed) return undefined;
    const count = instances === 1 ? 'one instance' : `${instances} instances`;
    return storeAllowed ? count : `${count}, without a shared store`;
  },
  judge(scheme, { instances = 1, storeAllowed = true }, { scaling }) {
    const rows = scaling.filter(
      (row) =>
        row.scheme === scheme.id &&
        row.valid &&
        row.event === 'none' &&
        row.requests > 0 &&
        (instances === 1 ? row.instances === 1 : row.instances > 1) &&
        (storeAllowed || row.mode !== 'shared'),
    );
    const ofMode = (mode: string) => rows.filter((row) => row.mode === mode);
    const working = (Object.keys(modes) as Row['mode'][]).find(
      (mode) => ofMode(mode).length > 0 && ofMode(mode).every((row) => lost(row) === 0),
    );
    if (working) return meets(working, ofMode(working), instances, scaling);
    if (rows.length > 0)
      return {
        state: 'breaks',
        because: list(rows.map((row) => `${modes[row.mode]} refused ${share(row)} at ${row.instances} instances`)),
        evidence: rows.map(({ evidence }) => evidence),
        flip: storeAllowed ? 'one instance is enough' : 'a shared store is permitted',
      };
    return { state: 'undecided', because: 'this run has no such square in its scaling grid', evidence: [] };
  },
} satisfies Constraint;

function meets(mode: Row['mode'], rows: readonly Row[], instances: number, scaling: Results['scaling']) {
  const most = Math.max(...rows.map((row) => row.instances));
  const beyond = instances > most ? `; more than ${most} were not measured` : '';
  const asked = rows.reduce((sum, { requests, renewals }) => sum + requests + renewals, 0);
  const died = scaling.filter(
    (row) => row.scheme === rows[0]?.scheme && row.mode === mode && row.event === 'instance-dies' && row.valid,
  );
  const fallen = died.filter(({ lostUsers }) => lostUsers > 0);
  const risk = fallen.map(({ lostUsers, users }) => `${lostUsers} of ${users} users`).join(', ');
  return {
    state: 'meets' as const,
    because: `with ${modes[mode]}, 0 of ${exact(asked)} requests and renewals were refused at up to ${most} instances${beyond}`,
    evidence: [...rows, ...fallen].map(({ evidence }) => evidence),
    ...(mode !== 'none' && {
      needs: `${modes[mode]}${risk && `, and accepting that an instance that dies signs out its users (${risk})`}`,
    }),
  };
}

function lost({ refused, renewalsRefused, lostUsers }: Row): number {
  return refused + renewalsRefused + lostUsers;
}

function share({ refused, requests, renewals, renewalsRefused }: Row): string {
  return refused > 0 || renewals === 0
    ? `${percent(refused / requests)} of requests`
    : `${percent(renewalsRefused / renewals)} of renewals`;
}
