import type { Action, Connector, ConnectorManifest, Operation, Trigger } from '@patchbay/connector-sdk';
import { file } from './file.ts';
import { flow } from './flow.ts';
import { http } from './http.ts';
import { manual } from './manual.ts';
import { postgres } from './postgres.ts';
import { sample } from './sample.ts';
import { schedule } from './schedule.ts';
import { topic } from './topic.ts';
import { webhook } from './webhook.ts';

/** Every connector of the product. A new one is a file, its test and a line here. */
export const connectors: readonly Connector[] = [webhook, schedule, manual, flow, topic, http, postgres, file, sample];

const byId = new Map(connectors.map((connector) => [connector.manifest.id, connector]));
const operations = new Map<string, Operation>(
  connectors.flatMap((connector) => connector.operations.map((operation) => [operation.manifest.id, operation])),
);

export const listManifests = (): ConnectorManifest[] => connectors.map((connector) => connector.manifest);
export const findConnector = (connectorId: string): Connector | undefined => byId.get(connectorId);
export const findOperation = (operationId: string): Operation | undefined => operations.get(operationId);

export function findAction(operationId: string): Action | undefined {
  const operation = operations.get(operationId);
  return operation?.kind === 'action' ? operation : undefined;
}

export function findTrigger(operationId: string): Trigger | undefined {
  const operation = operations.get(operationId);
  return operation?.kind === 'trigger' ? operation : undefined;
}
