import type { RunReader, StoredReply } from '@patchbay/db/run-store';
import { AppError } from '@patchbay/model/errors';
import { RunId, WorkspaceId } from '@patchbay/model/identity';
import { expect, test } from 'vitest';
import { ReplyWaiter } from './reply-waiter.ts';

const runId = RunId.parse('0192f3a0-0000-7000-8000-000000000001');
const workspaceId = WorkspaceId.parse('0192f3a0-0000-7000-8000-000000000002');
const reply = { status: 200, headers: {}, body: { text: 'x'.repeat(70_000) } };
const kept = { status: 200, kept: { sha256: 'a'.repeat(64), sizeBytes: 70_050 } };

const waiter = (stored: Partial<StoredReply>, content: Buffer | null): ReplyWaiter => {
  const reader = { reply: () => Promise.resolve({ status: 'succeeded', workspaceId, reply: null, ...stored }) };
  return new ReplyWaiter(reader as unknown as RunReader, (of, name) => {
    const isIt = of === workspaceId && name === kept.kept.sha256 && content !== null;
    return isIt ? Promise.resolve(content) : Promise.reject(AppError.because('gone', 'It is lost.'));
  });
};

test('a reply that stands in the blob store is read for whoever asks for it, whole', async () => {
  const replies = waiter({ reply: kept }, Buffer.from(JSON.stringify(reply)));
  expect(await replies.storedReply(runId, 0)).toEqual(reply);
  expect(await waiter({ reply }, null).storedReply(runId, 0)).toEqual(reply);
});

test('who waits for a reply that is lost is told, not left waiting', async () => {
  await expect(waiter({ reply: kept }, null).storedReply(runId, 0)).rejects.toThrow('It is lost.');
  await expect(waiter({ reply: kept }, null).replyOf(runId, 1)).rejects.toThrow('It is lost.');
});
