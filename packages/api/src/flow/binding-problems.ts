// What a flow uses from outside, before it goes live: each slot with a complete connection of the right kind, each webhook with what it
// knows its callers by.
import { connectionProblems, findConnector, unfitProof, WebhookSettings } from '@patchbay/connections';
import type { Transaction } from '@patchbay/db/client';
import type { BindingRow } from '@patchbay/db/repositories';
import { storedSecrets } from '@patchbay/db/repositories';
import type { Diagnostic } from '@patchbay/model/errors';
import type { FlowDocument, FlowNode, TriggerNode } from '@patchbay/model/flow';
import { slotsOf, webhookGuardProblem } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { fixedSettings } from '../trigger/polls-of-flow.ts';
import type { Caller } from '../trpc/caller.ts';

const problem = (code: string, message: string, nodeId: string): Diagnostic => ({
  severity: 'error',
  code,
  message,
  at: { nodeId },
});

export async function bindingProblems(
  tx: Transaction,
  { workspaceId }: Caller,
  { doc, bindings }: { readonly doc: FlowDocument; readonly bindings: readonly BindingRow[] },
): Promise<Diagnostic[]> {
  const found = doc.nodes.flatMap((node) => {
    const unguarded = webhookGuardProblem(node);
    return unguarded === null ? [] : [problem('flow.unguardedWebhook', unguarded.message, node.id)];
  });
  for (const { node, name } of doc.nodes.flatMap((node) => slotsOf(node).map((name) => ({ node, name })))) {
    const slot = doc.slots.find((other) => other.name === name);
    const bound = bindings.find((binding) => binding.slot === name);
    if (slot === undefined) continue;
    if (bound === undefined) {
      const message = `“${node.label}” needs a connection: choose one for “${slot.label}”. An admin can create it under Connections.`;
      found.push(problem('flow.unboundSlot', message, node.id));
    } else if (bound.connectorId !== slot.connector) {
      const message = `“${bound.connectionName}” is a ${bound.connectorId} connection, but “${slot.label}” takes ${slot.connector}. Choose another one.`;
      found.push(problem('flow.wrongConnection', message, node.id));
    } else {
      const secretNames = await storedSecrets(tx, workspaceId, bound.connectionId);
      found.push(...incomplete(node, bound, secretNames), ...unfit(node, bound));
    }
  }
  return found;
}

const settingsOf = ({ settings }: BindingRow): Record<string, Json> => JSON.parse(settings) as Record<string, Json>;

function incomplete(node: FlowNode, bound: BindingRow, secretNames: readonly string[]): Diagnostic[] {
  const { connectorId, connectionName } = bound;
  const fields = findConnector(connectorId)?.manifest.connection?.fields ?? [];
  return connectionProblems({ connectorId, settings: settingsOf(bound), secretNames })
    .filter(({ code }) => code === 'connection.missing')
    .map(({ at }) => {
      const label = fields.find(({ name }) => name === at.field)?.label ?? at.field;
      const message = `The connection “${connectionName}” has no “${label}” stored. An admin can enter it under Connections.`;
      return problem('flow.missingSecret', message, node.id);
    });
}

/** A webhook and its connection may each be complete, and yet be about different things. */
function unfit(node: FlowNode, bound: BindingRow): Diagnostic[] {
  if (node.kind !== 'trigger' || node.operation !== 'webhook.receive') return [];
  const settings = WebhookSettings.safeParse(fixedSettings(node));
  if (!settings.success) return [];
  const why = unfitProof(settings.data, settingsOf(bound));
  return why === null ? [] : [problem('flow.unfitConnection', unfitWords(node, bound, why), node.id)];
}

const unfitWords = ({ label }: TriggerNode, { connectionName }: BindingRow, why: string): string =>
  `“${label}” cannot know its callers by the connection “${connectionName}”. ${why} Choose another connection, or change who may call.`;
