// Which topics a flow uses: what publishing it checks and puts in place, and who stands in the way of a topic's end.
import type { Transaction } from '@patchbay/db/client';
import type { SubscriptionToSave } from '@patchbay/db/repositories';
import { findTopic, listLiveWith } from '@patchbay/db/repositories';
import type { Diagnostic } from '@patchbay/model/errors';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import { readStoredFlow } from '@patchbay/model/flow';
import { FlowId } from '@patchbay/model/identity';
import type { TopicUser } from './topic.contract.ts';

type TopicNode = Extract<FlowNode, { operation: string }>;

const publishing = 'topic.publish';
const subscribing = 'topic.subscribe';

const topicNodes = (doc: FlowDocument): TopicNode[] =>
  doc.nodes.filter(
    (node): node is TopicNode =>
      (node.kind === 'action' && node.operation === publishing) ||
      (node.kind === 'trigger' && node.operation === subscribing),
  );

const fixedText = ({ input }: TopicNode, field: string): string => {
  const value = Object.hasOwn(input, field) ? input[field] : undefined;
  return value?.mode === 'fixed' && typeof value.value === 'string' ? value.value : '';
};

/** Topics that a flow names and the workspace does not have. A blank name is the concern of the other checks. */
export async function topicProblems(tx: Transaction, workspaceId: string, doc: FlowDocument): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const node of topicNodes(doc)) {
    const name = fixedText(node, 'topic');
    if (name === '' || (await findTopic(tx, workspaceId, { name })) !== null) continue;
    const message = `“${node.label}” names the topic “${name}”, and there is none. Create it under Topics, or choose another.`;
    found.push({
      severity: 'error',
      code: 'flow.unknownTopic',
      message,
      at: { nodeId: node.id, field: 'input.topic' },
    });
  }
  return found;
}

/** To be called with a document that has no topic problems. */
export async function subscriptionsOf(
  tx: Transaction,
  workspaceId: string,
  doc: FlowDocument,
): Promise<SubscriptionToSave[]> {
  const subscriptions: SubscriptionToSave[] = [];
  for (const node of topicNodes(doc)) {
    if (node.kind !== 'trigger') continue;
    const topic = await findTopic(tx, workspaceId, { name: fixedText(node, 'topic') });
    if (topic === null) continue;
    const from = fixedText(node, 'from') === 'beginning' ? 'beginning' : 'now';
    subscriptions.push({ nodeId: node.id, topicId: topic.id, from });
  }
  return subscriptions;
}

/** Live flows that publish to a topic, by name. */
export async function publishersOf(
  tx: Transaction,
  at: { workspaceId: string; environmentId: string },
  topic: string,
): Promise<TopicUser[]> {
  const flows = await listLiveWith(tx, at, `"${publishing}"`);
  return flows
    .filter(({ document }) =>
      topicNodes(readStoredFlow(document)).some((node) => node.kind === 'action' && fixedText(node, 'topic') === topic),
    )
    .map(({ flowId, name }) => ({ flowId: FlowId.parse(flowId), flowName: name }));
}
