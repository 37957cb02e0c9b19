// The topics of a workspace, as operations see them: bound to the step that publishes, and with the errors that connectors throw.
import { ConnectorError, isConnectorError } from '@patchbay/connector-sdk';
import type { ConnectorErrorKind, TopicMessageToPublish, Topics } from '@patchbay/connector-sdk';
import { AppError } from '@patchbay/model/errors';
import type { AppErrorCode } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';

/** The step that calls an operation. */
export interface StepRef {
  readonly runId: string;
  readonly path: string;
}

export interface MessageOfStep extends TopicMessageToPublish {
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly dedupeKey: string | null;
  readonly from: StepRef | null;
  readonly publishedBy: null;
}

/** Puts a message into a topic; rejects with AppError. */
export type PublishToTopic = (
  message: MessageOfStep,
) => Promise<{ readonly messageId: string; readonly duplicate: boolean }>;

interface Publisher {
  readonly workspaceId: string;
  readonly environmentId: string;
  readonly idempotencyKey?: string | undefined;
  readonly step?: StepRef | undefined;
}

const kinds: Readonly<Partial<Record<AppErrorCode, ConnectorErrorKind>>> = {
  notFound: 'notFound',
  rateLimited: 'rateLimited',
  unavailable: 'transient',
};

export function topicsOf(publish: PublishToTopic, publisher: Publisher): Topics {
  const { workspaceId, environmentId, idempotencyKey, step } = publisher;
  const of = {
    workspaceId,
    environmentId,
    dedupeKey: idempotencyKey === undefined ? null : `step:${idempotencyKey}`,
    from: step ?? null,
    publishedBy: null,
  };
  return {
    publish: async (message) => {
      try {
        return await publish({ ...message, ...of });
      } catch (thrown) {
        throw connectorErrorOf(thrown);
      }
    },
  };
}

function connectorErrorOf(thrown: unknown): unknown {
  if (isConnectorError(thrown) || !(thrown instanceof AppError) || thrown.code === 'internal') return thrown;
  const { retryAfterSeconds, problems } = thrown.details ?? {};
  return new ConnectorError(kinds[thrown.code] ?? 'invalidInput', thrown.userMessage ?? thrown.message, {
    ...(typeof retryAfterSeconds === 'number' ? { retryAfterMs: retryAfterSeconds * 1_000 } : {}),
    ...(problems === undefined ? {} : { details: { problems: problems as Json } }),
    cause: thrown,
  });
}
