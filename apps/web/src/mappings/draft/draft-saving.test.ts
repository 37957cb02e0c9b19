import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { decided, departed, newOutbox, retryDelayMs, settled, waiting } from './draft-saving.ts';

const doc = (expr: string): MappingDocument => ({ map: 1, root: { fields: { a: { expr } } } });
const other = { document: doc('theirs'), revision: 7, updatedBy: 'Ana', updatedAt: '2026-03-01T10:00:00Z' };

describe('outbox of a draft', () => {
  it('sends one document at a time, and the newest after it', () => {
    let outbox = departed(waiting(newOutbox(doc('0'), 3), doc('1')));
    outbox = waiting(waiting(outbox, doc('2')), doc('3'));
    expect(departed(outbox)).toBe(outbox);
    outbox = settled(outbox, { kind: 'saved', revision: 4 });
    expect(outbox).toMatchObject({ revision: 4, stored: doc('1'), pending: doc('3'), status: 'waiting' });
    expect(settled(departed(outbox), { kind: 'saved', revision: 5 }).status).toBe('saved');
  });

  it('keeps the newest when a request is lost', () => {
    const sent = departed(waiting(newOutbox(doc('0'), 3), doc('1')));
    expect(settled(sent, { kind: 'unreachable' })).toMatchObject({ status: 'offline', pending: doc('1'), failures: 1 });
    const typedOn = settled(waiting(sent, doc('2')), { kind: 'unreachable' });
    expect(typedOn).toMatchObject({ pending: doc('2'), revision: 3 });
  });

  it('holds everything back from a conflict until the author decides', () => {
    let outbox = departed(waiting(newOutbox(doc('0'), 3), doc('1')));
    outbox = settled(outbox, { kind: 'conflict', other });
    expect(outbox).toMatchObject({ status: 'conflict', stored: doc('0'), pending: doc('1'), other });
    outbox = waiting(outbox, doc('2'));
    expect(departed(outbox)).toBe(outbox);
    expect(decided(outbox, doc('merged'))).toMatchObject({ revision: 7, pending: doc('merged'), status: 'waiting' });
    expect(decided(outbox, other.document)).toMatchObject({ revision: 7, pending: null, status: 'saved' });
  });

  it('tries again with the next edit after a refusal', () => {
    const sent = departed(waiting(newOutbox(doc('0'), 3), doc('1')));
    const refused = settled(sent, { kind: 'refused', message: 'It is too large.' });
    expect(refused).toMatchObject({ status: 'refused', refusal: 'It is too large.', pending: doc('1') });
    expect(departed(waiting(refused, doc('2'))).inFlight).toEqual(doc('2'));
  });

  it('waits longer after each failure, up to half a minute', () => {
    expect([1, 2, 3, 10].map(retryDelayMs)).toEqual([1_000, 2_000, 4_000, 30_000]);
  });
});
