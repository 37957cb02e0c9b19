import { NodeId } from '@patchbay/model/flow';
import { nodeOfPath } from '@patchbay/model/run';
import type { StepRecord } from '@patchbay/model/run';
import { describe, expect, it } from 'vitest';
import { aBranch, aFlow, anAction, aTrigger } from '../testing/a-flow.ts';
import { runOverlay } from './run-overlay.ts';

const doc = aFlow({ order: aTrigger(), which: aBranch('express'), fast: anAction(), slow: anAction() }, [
  'order > which',
  'which:express > fast',
  'which:otherwise > slow',
]);
const step = (id: string, more: Partial<StepRecord> = {}): StepRecord => ({
  path: id,
  nodeId: NodeId.parse(nodeOfPath(id)),
  status: 'succeeded',
  ports: ['out'],
  attempts: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:00.084Z',
  ...more,
});

describe('runOverlay', () => {
  it('colours nodes and edges while the run goes on', () => {
    const { nodes, edges } = runOverlay(
      doc,
      [step('order', { output: [1, 2, 3] }), step('which', { status: 'started', ports: [], finishedAt: undefined })],
      'running',
    );
    expect(nodes.get('order')).toEqual({ status: 'succeeded', words: '84 ms' });
    expect(nodes.has('fast')).toBe(false);
    expect(edges.get('order-out-which')).toEqual({ state: 'running', count: '3 records' });
    expect(edges.get('which-express-fast')).toEqual({ state: 'waits' });
  });

  it('says what was not taken once the run has ended', () => {
    const steps = [step('order'), step('which', { ports: ['express'] }), step('fast', { attempts: attempts(2) })];
    const { nodes, edges } = runOverlay(doc, steps, 'succeeded');
    expect(edges.get('which-express-fast')?.state).toBe('taken');
    expect(edges.get('which-otherwise-slow')?.state).toBe('skipped');
    expect(nodes.get('slow')?.status).toBe('skipped');
    expect(nodes.get('fast')?.words).toBe('2 attempts · 84 ms');
  });

  it('says of a step whether it was taken back, or could not be', () => {
    const steps = [
      step('order'),
      step('which', { ports: ['express'] }),
      step('fast', { status: 'compensated' }),
      step('slow'),
      step('fast:c'),
      step('slow:c', { status: 'failed' }),
    ];
    const { nodes, edges } = runOverlay(doc, steps, 'failed');
    expect(nodes.get('fast')).toEqual({ status: 'compensated', words: 'Taken back' });
    expect(nodes.get('slow')).toEqual({ status: 'failed', words: 'Not taken back' });
    expect(edges.get('which-express-fast')?.state).toBe('taken');
  });

  it.each([
    [{ kind: 'approval', title: 'Ship ORD-1?' } as const, 'Ship ORD-1?'],
    [{ kind: 'callback' } as const, 'Waits for a call'],
    [{ kind: 'subflow' } as const, 'Waits for another flow'],
    [{ kind: 'delay', until: '2026-01-02T00:00:00.000Z' } as const, 'Waits'],
  ])('says what a step that waits waits for: %o', (waits, words) => {
    const { nodes } = runOverlay(doc, [step('fast', { status: 'waiting', ports: [], waits })], 'waiting');
    expect(nodes.get('fast')).toEqual({ status: 'waiting', words });
  });

  it('says why a step is held back', () => {
    const error = { code: 'heldBack', message: 'Calls of “Warehouse” are paused.' } as const;
    const { nodes } = runOverlay(doc, [step('fast', { status: 'waiting', ports: [], error })], 'waiting');
    expect(nodes.get('fast')?.words).toBe('Calls of “Warehouse” are paused.');
  });

  it('says of a step that it is being taken back, as long as that is not over', () => {
    const steps = [step('order'), step('fast'), step('fast:c', { status: 'waiting', ports: [] }), step('slow')];
    const { nodes } = runOverlay(doc, steps, 'compensating');
    expect(nodes.get('fast')).toEqual({ status: 'waiting', words: 'Being taken back' });
    expect(nodes.get('slow')).toEqual({ status: 'succeeded', words: '84 ms' });
    const asked = steps.map((one) => (one.path === 'fast:c' ? { ...one, status: 'unknown' as const } : one));
    expect(runOverlay(doc, asked, 'compensating').nodes.get('fast')?.words).toBe('Taken back? Nobody knows');
  });

  it.each([
    [{ in: 40, out: 40, failed: 0 }, '40 records'],
    [{ in: 2_000, out: 760, failed: 1_240 }, '760 out · 1,240 failed'],
    [{ in: 40, out: 12, failed: 0 }, '40 in · 12 out'],
    [{ in: 40, out: 10, failed: 3 }, '10 out · 3 failed'],
    [{ in: 40, out: 0, failed: 0, partners: 100, matched: 0 }, 'None of 40 found a partner'],
    [{ in: 40, out: 40, failed: 0, partners: 100, matched: 0 }, 'None of 40 found a partner'],
    [{ in: 40, out: 55, failed: 0, partners: 100, matched: 31 }, '31 of 40 found a partner'],
    [{ in: 40, out: 80, failed: 0, partners: 100, matched: 40 }, '40 in · 80 out'],
    [{ in: 40, out: 0, failed: 0, partners: 0, matched: 0 }, 'No partners came'],
  ])('says of records %o: %s', (records, words) => {
    const { nodes } = runOverlay(doc, [step('fast', { records })], 'succeeded');
    expect(nodes.get('fast')?.words).toBe(words);
  });

  it('shows nothing as under way once the run has ended', () => {
    const cut = [step('order', { status: 'started', ports: [], finishedAt: undefined })];
    expect(runOverlay(doc, cut, 'failed').nodes.get('order')).toEqual({ status: 'failed', words: 'Not finished' });
    expect(runOverlay(doc, cut, 'cancelled').nodes.get('order')).toEqual({ status: 'skipped', words: 'Not finished' });
  });

  it('marks the way behind a step in doubt', () => {
    const { edges } = runOverlay(doc, [step('order', { status: 'unknown', ports: [] })], 'waiting');
    expect(edges.get('order-out-which')?.state).toBe('unknown');
  });
});

const attempts = (count: number): StepRecord['attempts'] =>
  Array.from({ length: count }, (_, index) => ({ number: index + 1, startedAt: '2026-01-01T00:00:00.000Z' }));
