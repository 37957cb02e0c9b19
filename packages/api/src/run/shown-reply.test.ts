import { AppError } from '@patchbay/model/errors';
import { expect, test } from 'vitest';
import { shownReply } from './shown-reply.ts';

const reply = { status: 201, headers: { 'x-a': 'b' }, body: { id: 7 } };
const kept = { status: 201, kept: { sha256: 'a'.repeat(64), sizeBytes: 3 } };

test('a reply is shown whole, wherever it stands', async () => {
  const read = (sha256: string): Promise<Uint8Array> =>
    sha256 === kept.kept.sha256
      ? Promise.resolve(Buffer.from(JSON.stringify(reply)))
      : Promise.reject(new Error(sha256));
  expect(await shownReply(reply, read)).toEqual(reply);
  expect(await shownReply(kept, read)).toEqual(reply);
});

test('one that is lost says so, and what is no loss is not hidden', async () => {
  const gone = () => Promise.reject(AppError.because('gone', 'It is lost.'));
  expect(await shownReply(kept, gone)).toEqual({ status: 201, headers: {}, body: 'It is lost.' });
  const away = () => Promise.reject(AppError.because('unavailable', 'The store is away.'));
  await expect(shownReply(kept, away)).rejects.toThrow('The store is away.');
});
