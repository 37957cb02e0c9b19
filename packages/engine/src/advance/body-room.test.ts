// Bodies that are large are read when there is room for them; until then their runs hold neither memory nor, for long, a slot.
import { aFlow } from '@patchbay/model/flow/testing';
import { expect, test } from 'vitest';
import { aCall } from '../testing/a-call.ts';
import { advanceOnce } from '../testing/advance-once.ts';
import { MemoryBlobs } from '../testing/memory-blobs.ts';
import type { BodyRoom } from './advance-run.ts';

const reading = aFlow().withTrigger('start').withMap('map', { n: 'LEN(trigger.body.text)' }).to('start', 'map').build();
const notReading = aFlow().withTrigger('start').withMap('map', { n: '1' }).to('start', 'map').build();

/** A body in the blob store, and a room that has place or has none. */
async function arrived() {
  const blobs = new MemoryBlobs();
  const { sha256, sizeBytes } = await blobs.putBlob('w', Buffer.from(JSON.stringify({ text: 'x'.repeat(70_000) })));
  const asked: number[] = [];
  const state = { hasRoom: false, held: 0 };
  const room: BodyRoom = {
    takeWithin: (bytes) => {
      asked.push(bytes);
      if (!state.hasRoom) return Promise.resolve(null);
      state.held += 1;
      return Promise.resolve(() => (state.held -= 1));
    },
  };
  const { readBlob, putBlob } = blobs;
  return {
    blobs,
    asked,
    state,
    given: { drivers: { readBlob, putBlob, room }, run: { body: null, blob: sha256, sizeBytes } },
  };
}

test('a body that finds no room is not read, and its run comes again', async () => {
  const { blobs, asked, state, given } = await arrived();
  const run = await advanceOnce(reading, given);
  expect(run.end).toMatchObject({ status: 'waiting', wakeAt: new Date(2_000), deadLetter: null });
  expect({ read: blobs.read, asked, faults: run.faults }).toEqual({
    read: [],
    asked: [given.run.sizeBytes],
    faults: [],
  });
  state.hasRoom = true;
  const again = await run.again();
  expect(again.end?.status).toBe('succeeded');
  expect(again.steps.get('map')?.output).toEqual({ n: 70_000 });
  expect(state.held).toBe(0);
});

test('the room is given back when the body cannot be read', async () => {
  const { state, given } = await arrived();
  state.hasRoom = true;
  const run = await advanceOnce(reading, { ...given, run: { ...given.run, blob: 'lost' } });
  expect(run.end?.status).toBe('failed');
  expect(state.held).toBe(0);
});

test('a body that nobody looks into needs no room', async () => {
  const { asked, given } = await arrived();
  const run = await advanceOnce(notReading, given);
  expect(run.end?.status).toBe('succeeded');
  expect(asked).toEqual([]);
});

test('a run that takes back what it did has left before it asks for room again', async () => {
  const undone = aFlow()
    .withTrigger('start')
    .withAction('reserve', { compensate: { operation: 'http.request', input: {} } })
    .withFail('end', 'trigger.body.text')
    .to('start', 'reserve')
    .to('reserve', 'end')
    .build();
  const { asked, state, given } = await arrived();
  const room: BodyRoom = {
    takeWithin: (bytes, ms) => {
      state.hasRoom = state.held === 0;
      return given.drivers.room.takeWithin(bytes, ms);
    },
  };
  const operations = { call: () => Promise.resolve({}) };
  const { end, steps, faults } = await advanceOnce(undone, {
    operation: aCall('keyed'),
    drivers: { ...given.drivers, room, operations },
    run: given.run,
  });
  expect(faults).toEqual([]);
  expect(end?.status).toBe('failed');
  expect(steps.get('reserve')?.status).toBe('compensated');
  expect({ asked, held: state.held }).toEqual({ asked: [given.run.sizeBytes, given.run.sizeBytes], held: 0 });
});
