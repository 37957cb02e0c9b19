import type { FlowCommand, FlowDocument } from '@patchbay/model/flow';
import { describe, expect, it, vi } from 'vitest';
import { createAutosave } from './autosave.ts';
import type { SendResult } from './autosave.ts';
import { aFlow, anAction, aTrigger } from './testing/a-flow.ts';

const doc = aFlow({ order: aTrigger(), call: anAction() }, ['order > call']);
const move = (x: number): FlowCommand => ({
  type: 'moveNodes',
  moves: [{ nodeId: doc.nodes[0]!.id, position: { x, y: 0 } }],
});

function started(answers: SendResult[]) {
  const sent: { base: number; commands: readonly FlowCommand[] }[] = [];
  const documents: { doc: FlowDocument; revision: number }[] = [];
  const autosave = createAutosave({
    revision: 1,
    pauseMs: 60_000,
    send: (base, commands) => {
      sent.push({ base, commands });
      return Promise.resolve(answers.shift() ?? { kind: 'unreachable' });
    },
    onDocument: (received, revision) => documents.push({ doc: received, revision }),
    onRevision: () => undefined,
  });
  return { autosave, sent, documents };
}

describe('autosave', () => {
  it('sends on the revision of the last answer', async () => {
    const { autosave, sent } = started([
      { kind: 'applied', revision: 2 },
      { kind: 'applied', revision: 3 },
    ]);
    autosave.push(move(1));
    expect(await autosave.flush()).toBe(2);
    autosave.push(move(2));
    expect(await autosave.flush()).toBe(3);
    expect(sent.map(({ base }) => base)).toEqual([1, 2]);
    expect(autosave.view.getState().status).toBe('saved');
  });

  it('keeps the edits when the server does not answer, and sends them again', async () => {
    vi.useFakeTimers();
    const { autosave, sent } = started([{ kind: 'unreachable' }, { kind: 'applied', revision: 2 }]);
    autosave.push(move(1));
    expect(await autosave.flush()).toBeNull();
    expect(autosave.view.getState().status).toBe('offline');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(autosave.view.getState().status).toBe('saved');
    expect(sent.map(({ commands }) => commands)).toEqual([[move(1)], [move(1)]]);
    vi.useRealTimers();
  });

  it('says what was refused as long as it is, and tries again with the next edit', async () => {
    vi.useFakeTimers();
    const refused = { kind: 'refused', message: 'You are signed out.' } as const;
    const { autosave, sent } = started([refused, refused, { kind: 'applied', revision: 2 }]);
    autosave.push(move(1));
    expect(await autosave.flush()).toBeNull();
    expect(autosave.view.getState()).toMatchObject({ status: 'refused', refusal: 'You are signed out.' });
    autosave.push(move(2));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(autosave.view.getState()).toMatchObject({ status: 'refused', refusal: 'You are signed out.' });
    expect(await autosave.flush()).toBe(2);
    expect(sent.map(({ commands }) => commands.length)).toEqual([1, 2, 2]);
    expect(autosave.view.getState().status).toBe('saved');
    vi.useRealTimers();
  });

  it('shows what a conflict refused, and sends later edits over the newer document', async () => {
    const theirs = { ...doc, name: 'Theirs' };
    const { autosave, sent, documents } = started([
      {
        kind: 'conflict',
        rejected: [{ command: move(1), reason: 'Someone else changed it.' }],
        document: theirs,
        revision: 7,
      },
      { kind: 'applied', revision: 8 },
    ]);
    autosave.push(move(1));
    const saved = autosave.flush();
    autosave.push(move(2));
    expect(await saved).toBe(8);
    expect(sent[1]).toEqual({ base: 7, commands: [move(2)] });
    expect(autosave.view.getState().rejected).toHaveLength(1);
    expect(documents[0]?.doc.name).toBe('Theirs');
    expect(documents[0]?.doc.nodes[0]?.position.x).toBe(2);
  });

  it('takes over what another editor wrote while nothing of its own travels', () => {
    const { autosave, documents } = started([]);
    autosave.hear({ ...doc, name: 'Theirs' }, 5);
    expect(documents).toHaveLength(1);
    autosave.hear(doc, 4);
    expect(documents).toHaveLength(1);
  });
});
