import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it, vi } from 'vitest';
import { createDraft } from './draft.store.ts';
import type { SendResult } from './draft-saving.ts';

const doc = (expr: string): MappingDocument => ({ map: 1, root: { fields: { a: { expr } } } });
const other = { document: doc('theirs'), revision: 7, updatedBy: 'Ana', updatedAt: '2026-03-01T10:00:00Z' };

function started(answers: SendResult[]) {
  const sent: { revision: number; doc: MappingDocument }[] = [];
  const draft = createDraft({
    doc: doc('0'),
    revision: 1,
    pauseMs: 60_000,
    send: (revision, next) => {
      sent.push({ revision, doc: next });
      return Promise.resolve(answers.shift() ?? { kind: 'unreachable' });
    },
  });
  return { draft, sent };
}

describe('an open draft', () => {
  it('saves on the revision of the last answer', async () => {
    const { draft, sent } = started([
      { kind: 'saved', revision: 2 },
      { kind: 'saved', revision: 3 },
    ]);
    draft.change(doc('1'), { label: 'typed' });
    expect(await draft.flush()).toBe(2);
    draft.undo();
    expect(await draft.flush()).toBe(3);
    expect(sent).toEqual([
      { revision: 1, doc: doc('1') },
      { revision: 2, doc: doc('0') },
    ]);
    expect(draft.store.getState().outbox.status).toBe('saved');
    draft.stop();
  });

  it('keeps the draft when the server does not answer, and sends it again', async () => {
    vi.useFakeTimers();
    const { draft, sent } = started([{ kind: 'unreachable' }, { kind: 'saved', revision: 2 }]);
    draft.change(doc('1'), { label: 'typed' });
    expect(await draft.flush()).toBeNull();
    expect(draft.store.getState().outbox.status).toBe('offline');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(draft.store.getState().outbox.status).toBe('saved');
    expect(sent).toHaveLength(2);
    vi.useRealTimers();
  });

  it('lets the author take the other draft, and go back to the own one by undo', async () => {
    const { draft, sent } = started([
      { kind: 'conflict', other },
      { kind: 'saved', revision: 8 },
    ]);
    draft.change(doc('mine'), { label: 'typed' });
    expect(await draft.flush()).toBeNull();
    draft.change(doc('mine2'), { label: 'typed on' });
    expect(sent).toHaveLength(1);
    draft.decide(other.document, 'Took Ana’s draft');
    expect(draft.store.getState()).toMatchObject({
      history: { doc: other.document },
      outbox: { status: 'saved', revision: 7, other: null },
    });
    draft.undo();
    expect(await draft.flush()).toBe(8);
    expect(sent[1]).toEqual({ revision: 7, doc: doc('mine2') });
    draft.stop();
  });

  it('saves the own draft over the other when the author says so', async () => {
    const { draft, sent } = started([
      { kind: 'conflict', other },
      { kind: 'saved', revision: 8 },
    ]);
    draft.change(doc('mine'), { label: 'typed' });
    await draft.flush();
    draft.decide(draft.store.getState().history.doc, 'Kept mine');
    expect(await draft.flush()).toBe(8);
    expect(sent[1]).toEqual({ revision: 7, doc: doc('mine') });
  });
});
