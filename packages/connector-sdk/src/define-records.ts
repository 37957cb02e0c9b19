// Operations that read or write records, ready to be opened with raw input.
import type * as z from 'zod';
import { ConnectorError } from './connector-error.ts';
import type { OperationContext } from './context.ts';
import { completeManifest, parseInput } from './define-operation.ts';
import type { Action, ActionDefinition } from './define-operation.ts';
import type { RecordBatches, RecordWriter } from './record-streams.ts';

type RecordsDefinition<S extends z.ZodType> = Omit<ActionDefinition<S>, 'run' | 'records'>;

export interface ReaderDefinition<S extends z.ZodType> extends RecordsDefinition<S> {
  /** Stops reading when it is left early or the signal aborts. */
  readonly read: (context: OperationContext, input: z.output<S>) => RecordBatches;
}

export interface WriterDefinition<S extends z.ZodType> extends RecordsDefinition<S> {
  readonly open: (context: OperationContext, input: z.output<S>) => Promise<RecordWriter>;
}

const notOneCall = (name: string): Promise<never> =>
  Promise.reject(
    new ConnectorError('invalidInput', `${name} works on records and cannot be called for one value.`, {
      effect: 'none',
      next: 'Add the step again from the palette.',
    }),
  );

export function defineRecordReader<S extends z.ZodType>({ input, read, ...rest }: ReaderDefinition<S>): Action {
  const manifest = completeManifest({ ...rest, kind: 'action', records: 'read' });
  return {
    kind: 'action',
    manifest,
    input,
    call: () => notOneCall(manifest.name),
    read: (context, rawInput) => read(context, parseInput(input, rawInput, manifest.name)),
  };
}

export function defineRecordWriter<S extends z.ZodType>({ input, open, ...rest }: WriterDefinition<S>): Action {
  const manifest = completeManifest({ ...rest, kind: 'action', records: 'write' });
  return {
    kind: 'action',
    manifest,
    input,
    call: () => notOneCall(manifest.name),
    open: async (context, rawInput) => open(context, parseInput(input, rawInput, manifest.name)),
  };
}
