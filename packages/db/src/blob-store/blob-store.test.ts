import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { openBlobShelf, openBlobStore } from './index.ts';

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
    expect(readdirSync(join(dir, 'drafts'))).toEqual([]);
    expect(existsSync(join(dir, own))).toBe(false);
    const ref = await store.putStream(own, parts(false));
    expect(await store.putBlob(own, content)).toEqual(ref);
    expect((await store.getBlob(own, ref.sha256)).equals(content)).toBe(true);
    expect(readdirSync(join(dir, own))).toEqual([ref.sha256.slice(0, 2)]);
  });

  test('takes the next part of a stream when the last one is written', async () => {
    let asked = 0;
    const parts = async function* (): AsyncGenerator<Uint8Array> {
      for (; asked < 3; asked += 1) {
        expect(await draftBytes()).toBe(asked * 100_000);
        yield randomBytes(100_000);
      }
    };
    const draftBytes = async (): Promise<number> => {
      const [draft = ''] = readdirSync(join(dir, 'drafts'));
      return draft === '' ? 0 : statSync(join(dir, 'drafts', draft)).size;
    };
    await expect(store.putStream('../..', parts())).rejects.toThrow(TypeError);
    expect(asked).toBe(0);
    await store.putStream(workspace, parts());
    expect(asked).toBe(3);
  });

  test('removes drafts that nobody has written to for a day, and nothing else', async () => {
    const { sha256 } = await store.putBlob(workspace, Buffer.from('kept'));
    const now = new Date();
    const ages = { 'old.tmp': 24.1, 'young.tmp': 23.9, 'other.txt': 99 };
    for (const [name, hours] of Object.entries(ages)) {
      const file = join(dir, 'drafts', name);
      const at = new Date(now.getTime() - hours * 3_600_000);
      writeFileSync(file, name);
      utimesSync(file, at, at);
    }
    expect(await store.removeOldDrafts(now)).toBe(1);
    expect(readdirSync(join(dir, 'drafts')).sort()).toEqual(['other.txt', 'young.tmp']);
    expect((await store.getBlob(workspace, sha256)).toString()).toBe('kept');
    expect(await openBlobStore(join(dir, 'nowhere')).removeOldDrafts(now)).toBe(0);
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

describe('the shelf of a folder', () => {
  const content = Buffer.from('needed after all');
  const empty = () => {
    const folder = mkdtempSync(join(dir, 'shelf-'));
    return { blobs: openBlobStore(folder), shelf: openBlobShelf(folder), folder };
  };
  const all = async (shelf: ReturnType<typeof openBlobShelf>) => {
    const found = [];
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page: Awaited<ReturnType<typeof shelf.list>> = await shelf.list(after);
      found.push(...page.blobs);
      after = page.next;
    }
    return found;
  };

  test('lists what is there, folder by folder, and nothing that is no blob', async () => {
    const { blobs, shelf, folder } = empty();
    expect(await all(shelf)).toEqual([]);
    const put = [];
    for (const owner of [randomUUID(), randomUUID()]) {
      for (let n = 0; n < 20; n += 1) put.push(`${owner} ${(await blobs.putBlob(owner, Buffer.from(`${n}`))).sha256}`);
    }
    writeFileSync(join(folder, 'note.txt'), 'no blob');
    const found = await all(shelf);
    expect(found.map(({ workspaceId, sha256 }) => `${workspaceId} ${sha256}`)).toEqual(put.sort());
  });

  test('what is set aside is read under its name, comes back whole, and is gone once it is dropped', async () => {
    const { blobs, shelf } = empty();
    const { sha256 } = await blobs.putBlob(workspace, content);
    const [before] = await all(shelf);
    await shelf.setAside(workspace, sha256);
    const [aside] = await all(shelf);
    expect(aside).toMatchObject({ sha256, isAside: true });
    // The grace counts anew.
    expect(aside?.at.getTime()).toBeGreaterThanOrEqual(before?.at.getTime() ?? Infinity);
    expect(await blobs.getBlob(workspace, sha256)).toEqual(content);
    expect(await buffer(await blobs.openBlob(workspace, sha256))).toEqual(content);
    await shelf.putBack(workspace, sha256);
    expect(await all(shelf)).toMatchObject([{ sha256, isAside: false }]);
    await shelf.putBack(workspace, sha256);
    await shelf.setAside(workspace, sha256);
    await shelf.setAside(workspace, sha256);
    await shelf.drop(workspace, sha256);
    await shelf.drop(workspace, sha256);
    expect(await all(shelf)).toEqual([]);
    await expect(blobs.getBlob(workspace, sha256)).rejects.toMatchObject({ code: 'gone' });
  });

  test('what is put while it stands aside stays when that is dropped', async () => {
    const { blobs, shelf } = empty();
    const { sha256 } = await blobs.putBlob(workspace, content);
    await shelf.setAside(workspace, sha256);
    await blobs.putBlob(workspace, content);
    await shelf.drop(workspace, sha256);
    expect(await blobs.getBlob(workspace, sha256)).toEqual(content);
  });
});
