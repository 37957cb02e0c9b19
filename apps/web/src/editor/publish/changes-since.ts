// What a draft does otherwise than the version that is live, in plain words.
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import { isMapping, mappingChanges } from './mapping-changes.ts';

const quoted = (node: FlowNode): string => `“${node.label}”`;
/** What a node does: neither where it stands nor its remark, nor what the server fills in when a version is made. */
const behaviour = (node: FlowNode): string =>
  JSON.stringify({ ...node, position: null, note: null, label: null }, ownPart);

/** A replacer: without mappings and the content of schemas of the library, and of calls without all but the flow and its version; names in order. */
function ownPart(this: unknown, name: string, value: unknown): unknown {
  const inside = this as Readonly<Record<string, unknown>>;
  // What a mapping does otherwise is told by itself.
  if (isMapping(value)) return 'a mapping';
  if (name === 'content' && inside['mode'] === 'schema') return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  if (name === 'call' && inside['kind'] === 'subflow') return { flowId: fields['flowId'], version: fields['version'] };
  return Object.fromEntries(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** One sentence a change; positions and notes on the canvas do not count. */
export function changesSince(before: FlowDocument, after: FlowDocument): string[] {
  const then = new Map<string, FlowNode>(before.nodes.map((node) => [node.id, node]));
  const now = new Map<string, FlowNode>(after.nodes.map((node) => [node.id, node]));
  const changes: string[] = [];
  if (before.name !== after.name) changes.push(`The flow is called “${after.name}” instead of “${before.name}”.`);
  for (const node of after.nodes) {
    const earlier = then.get(node.id);
    if (earlier === undefined) changes.push(`The step ${quoted(node)} is new.`);
    else if (earlier.label !== node.label) changes.push(`${quoted(earlier)} is now called ${quoted(node)}.`);
    if (earlier !== undefined && behaviour(earlier) !== behaviour(node))
      changes.push(`The settings of ${quoted(node)} differ.`);
    if (earlier !== undefined) changes.push(...mappingChanges(earlier, node));
  }
  for (const node of before.nodes) if (!now.has(node.id)) changes.push(`The step ${quoted(node)} is gone.`);
  const ways = (doc: FlowDocument): Map<string, string> =>
    new Map(
      doc.edges.flatMap((edge) => {
        const from = doc.nodes.find((node) => node.id === edge.from.node);
        const to = doc.nodes.find((node) => node.id === edge.to.node);
        if (from === undefined || to === undefined) return [];
        const port = edge.from.port === 'out' ? '' : ` by “${edge.from.port}”`;
        return [[`${from.id} ${edge.from.port} ${to.id}`, `${quoted(from)}${port} to ${quoted(to)}`]];
      }),
    );
  const waysThen = ways(before);
  const waysNow = ways(after);
  for (const [key, words] of waysNow) if (!waysThen.has(key)) changes.push(`There is a new way from ${words}.`);
  for (const [key, words] of waysThen) {
    const [from = '', , to = ''] = key.split(' ');
    if (!waysNow.has(key) && now.has(from) && now.has(to)) changes.push(`The way from ${words} is gone.`);
  }
  if (JSON.stringify(before.settings) !== JSON.stringify(after.settings))
    changes.push('The settings of the flow differ.');
  return changes;
}
