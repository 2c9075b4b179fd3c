import { counted, figure } from '../../text/wording.ts';
import { folded } from '../folded.ts';
import { type Content, html } from '../markup.ts';
import type { Section } from '../section.ts';

export const environmentSection: Section = {
  id: 'environment',
  title: 'Environment and reproduction',
  inBrief: true,
  body({ environment, store, run, agents = [] }) {
    const facts: readonly (readonly [string, Content])[] = [
      ['Processor', `${environment.cpu}, ${environment.cores} cores`],
      ['Memory', `${figure(environment.memoryBytes / 2 ** 30)} GiB`],
      ['Load average at start', environment.loadAverage.map(figure).join(', ') || 'not recorded'],
      ['System', environment.os],
      ['Node.js', `${environment.node} (V8 ${environment.v8}, OpenSSL ${environment.openssl})`],
      ...(environment.runtimes ?? []).map(
        ({ node, v8, openssl }) => ['Node.js of other servers', `${node} (V8 ${v8}, OpenSSL ${openssl})`] as const,
      ),
      ['Commit', environment.commit ?? 'not known'],
      ['Instances', `${run.topology.cluster}, balancer ${run.topology.balancer}`],
      ['Store', `${store.kind} ${store.version} (${store.provider})`],
      ...(store.caveat === null ? [] : [['What the store distorts', store.caveat] as const]),
      ...store.passed.map(({ provider, because }) => [`Store not taken: ${provider}`, because] as const),
      [
        'Libraries',
        Object.entries(environment.versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(', '),
      ],
      ...agents.map(
        ({ name, host, cores, node, clockOffsetMs, roundTripMs, blocks, sent, cells, instances }) =>
          [
            `Agent ${name}`,
            `${host}, ${cores} cores, Node.js ${node}; clock ${figure(clockOffsetMs)} ms off, ${figure(roundTripMs)} ms from the control Redis${blocks === 0 ? '' : `; ${sent} requests in ${blocks} blocks`}${cells === undefined ? '' : `; ${counted(cells, 'cell')} on servers of its own`}${instances === undefined ? '' : `; ${counted(instances, 'instance')} of servers under load`}`,
          ] as const,
      ),
      ['Seed', run.seed],
      ['Started', run.startedAt],
      ['Finished', run.finishedAt ?? 'not finished'],
      ['Schemes', run.schemes.join(', ')],
      ['Suites', run.suites.join(', ')],
    ];
    return html`<p>This command follows the same plan again, in the same order. How many repetitions fit into its time depends on the machine.${environment.commit !== null && html` First: <code>git checkout ${environment.commit}</code>`}</p>
<pre><code>${run.command}</code></pre>
${folded('Machine, versions and settings', html`<dl class="pairs">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`)}`;
  },
};
