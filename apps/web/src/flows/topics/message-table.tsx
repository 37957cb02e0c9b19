import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc, trpcClient } from '../../app/api-client.ts';
import type { ApiOutputs } from '@patchbay/api';
import { ListStates } from '../../app/list-states.tsx';
import { useMay } from '../../app/session.ts';
import { usePages } from '../../app/use-pages.ts';
import { withoutSecrets } from '@patchbay/model/schema';
import { Heading, JsonView, sizeWords, SkeletonRows, Table, Td, Th, TimeText, Tr } from '../../ui/index.ts';

type Message = ApiOutputs['topic']['messages']['items'][number];

const columns = 5;
const longestLine = 160;

interface MessageTableProps {
  readonly topic: string;
  /** What changes when a message comes. */
  readonly newest: number;
  /** The position of the message that is looked for: it stands first, and open. */
  readonly upTo: number | undefined;
}

/** The messages, the newest first. Values of fields whose names tell of a secret are masked. */
export function MessageTable({ topic, newest, upTo }: MessageTableProps) {
  const mayRead = useMay('run.read');
  const list = usePages({
    under: trpc.topic.messages.pathKey(),
    key: [topic, newest, upTo],
    fetchPage: (cursor) =>
      trpcClient.topic.messages.query({
        name: topic,
        ...(upTo === undefined ? {} : { upTo }),
        ...cursor,
        limit: 50,
      }),
  });
  const [open, setOpen] = useState(upTo);
  if (!mayRead) return null;
  return (
    <section aria-label="Messages">
      <div className="flex items-baseline gap-3 px-4 pt-4 pb-1">
        <Heading>Messages</Heading>
        {upTo === undefined ? null : (
          <span className="text-12 text-ink-2">
            up to {upTo.toLocaleString('en')}.{' '}
            <Link
              to="/flows/topics"
              search={{ name: topic }}
              className="text-accent-text underline decoration-accent-line underline-offset-2"
            >
              Show the newest
            </Link>
          </span>
        )}
      </div>
      <ListStates
        query={list}
        items={list.items}
        empty={
          <p className="px-4 pb-3 text-ink-3">
            It holds no messages. Publish one by a step, or by POST /api/v1/topics/{topic}/messages.
          </p>
        }
      >
        {(messages) => (
          <Table label="Messages" aria-busy={messages === undefined} className="min-w-225">
            <colgroup>
              <col style={{ width: 88 }} />
              <col style={{ width: 136 }} />
              <col style={{ width: 160 }} />
              <col />
              <col style={{ width: 200 }} />
            </colgroup>
            <thead>
              <tr>
                <Th end>Position</Th>
                <Th sorted>Published</Th>
                <Th>Key</Th>
                <Th>Value</Th>
                <Th>By</Th>
              </tr>
            </thead>
            <tbody>
              {messages === undefined ? (
                <SkeletonRows rows={5} columns={columns} />
              ) : (
                messages.map((message) => (
                  <MessageRow
                    key={message.messageId}
                    message={message}
                    isOpen={open === message.position}
                    onToggle={() => setOpen(open === message.position ? undefined : message.position)}
                  />
                ))
              )}
            </tbody>
          </Table>
        )}
      </ListStates>
    </section>
  );
}

interface MessageRowProps {
  readonly message: Message;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function MessageRow({ message, isOpen, onToggle }: MessageRowProps) {
  const { value } = withoutSecrets(message.value);
  return (
    <>
      <Tr>
        <Td end>
          <span className="tabular">{message.position}</span>
        </Td>
        <Td dim>
          <TimeText at={message.publishedAt} ago />
        </Td>
        <Td>{message.key ?? <span className="text-ink-3">none</span>}</Td>
        <Td>
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={onToggle}
            className="block w-full truncate text-left font-mono text-12 hover:text-accent-text"
          >
            {message.isShown
              ? JSON.stringify(value).slice(0, longestLine)
              : `${sizeWords(message.sizeBytes)}, not shown`}
          </button>
        </Td>
        <Td dim>
          {message.runId === null ? (
            (message.publishedBy ?? '')
          ) : (
            <Link
              to="/runs/$runId"
              params={{ runId: message.runId }}
              className="text-accent-text underline decoration-accent-line underline-offset-2"
            >
              a run
            </Link>
          )}
        </Td>
      </Tr>
      {isOpen ? (
        <tr>
          <td colSpan={columns} className="border-b border-line bg-sunken px-4 py-2">
            <div className="grid gap-2">
              {message.type === null ? null : <p className="text-12 text-ink-2">Type: {message.type}</p>}
              {message.isShown ? (
                <JsonView label="Value" heading="Value" value={value} className="max-h-100" />
              ) : (
                <p className="text-ink-2">
                  The value is too large to be shown here ({sizeWords(message.sizeBytes)}). Subscribers get all of it;
                  the page of a run that it started shows its beginning.
                </p>
              )}
              {Object.keys(message.headers ?? {}).length === 0 ? null : (
                <JsonView
                  label="Headers"
                  heading="Headers"
                  value={withoutSecrets(message.headers).value}
                  className="max-h-60"
                />
              )}
            </div>
          </td>
        </tr>
      ) : null}
    </>
  );
}
