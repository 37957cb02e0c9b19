import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { openBlobStore } from './index.ts';

const dir = mkdtempSync(join(tmpdir(), 'patchbay-blobs-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const store = openBlobStore(dir);
const workspace = randomUUID();

describe('blob store', () => {
  test('gives back what was put, whole or as a stream, and stores equal content once', async () => {
    const content = randomBytes(200_000);
    const ref = await store.putBlob(workspace, content);
    expect(await store.putBlob(workspace, content)).toEqual(ref);
    expect(ref.sizeBytes).toBe(200_000);
    expect((await store.getBlob(workspace, ref.sha256)).equals(content)).toBe(true);
    expect((await buffer(await store.openBlob(workspace, ref.sha256))).equals(content)).toBe(true);
    expect(readdirSync(join(dir, workspace, ref.sha256.slice(0, 2)))).toEqual([ref.sha256]);
  });

  test('keeps what comes as a stream under the same name, and nothing of a stream that fails', async () => {
    const content = randomBytes(300_000);
    const parts = async function* (fails: boolean): AsyncGenerator<Uint8Array> {
      for (let from = 0; from < content.length; from += 100_000) yield content.subarray(from, from + 100_000);
      if (fails) throw new Error('the source broke off');
    };
    const own = randomUUID();
    await expect(store.putStream(own, parts(true))).rejects.toThrow('broke off');
    expect(readdirSync(join(dir, own))).toEqual([]);
    const ref = await store.putStream(own, parts(false));
    expect(await store.putBlob(own, content)).toEqual(ref);
    expect((await store.getBlob(own, ref.sha256)).equals(content)).toBe(true);
    expect(readdirSync(join(dir, own))).toEqual([ref.sha256.slice(0, 2)]);
  });

  test('shows nothing of one workspace to another', async () => {
    const { sha256 } = await store.putBlob(workspace, Buffer.from('mine'));
    await expect(store.getBlob(randomUUID(), sha256)).rejects.toMatchObject({ code: 'gone' });
    await expect(store.openBlob(randomUUID(), sha256)).rejects.toMatchObject({ code: 'gone' });
  });

  test('notices content that no longer matches its name', async () => {
    const { sha256 } = await store.putBlob(workspace, Buffer.from('as it was'));
    writeFileSync(join(dir, workspace, sha256.slice(0, 2), sha256), 'as it is');
    await expect(store.getBlob(workspace, sha256)).rejects.toMatchObject({ code: 'gone' });
    await expect(buffer(await store.openBlob(workspace, sha256))).rejects.toMatchObject({ code: 'gone' });
  });

  test('takes no path for a name', async () => {
    await expect(store.getBlob('../..', 'a'.repeat(64))).rejects.toThrow(TypeError);
    await expect(store.getBlob(workspace, '../../etc/passwd')).rejects.toThrow(TypeError);
    await expect(store.putBlob('/etc', Buffer.from('x'))).rejects.toThrow(TypeError);
  });
});
