import type { FieldManifest, OperationManifest } from '@patchbay/model/connector';
import type { Json } from '@patchbay/model/schema';
import type * as z from 'zod';
import { ConnectorError } from './connector-error.ts';
import type { OperationContext } from './context.ts';
import type { Poll } from './define-poll.ts';
import type { RecordBatches, RecordWriter } from './record-streams.ts';

type Flag = 'required' | 'dynamic' | 'advanced';
/** A field as a connector writes it: flags default to not required, dynamic, not advanced. */
export type FieldDefinition = Omit<FieldManifest, Flag> & Partial<Pick<FieldManifest, Flag>>;
type ManifestFields = Omit<OperationManifest, 'fields' | 'samples'> & {
  readonly fields: readonly FieldDefinition[];
  readonly samples?: OperationManifest['samples'];
};

/** An action, ready to be called with raw input: the input is parsed here, once. */
export interface Action {
  readonly kind: 'action';
  readonly manifest: OperationManifest;
  readonly input: z.ZodType;
  /** Rejects with ConnectorError only, if `run` keeps its word. */
  readonly call: (context: OperationContext, rawInput: Json) => Promise<Json>;
  /** Of an operation that reads records. Throws ConnectorError for input that does not fit. */
  readonly read?: (context: OperationContext, rawInput: Json) => RecordBatches;
  /** Of an operation that writes records. */
  readonly open?: (context: OperationContext, rawInput: Json) => Promise<RecordWriter>;
}

/** A trigger: its settings are parsed when the flow is published; what happens then is the server's work. */
export interface Trigger {
  readonly kind: 'trigger';
  readonly manifest: OperationManifest;
  readonly input: z.ZodType;
  /** Of a trigger that looks for news itself. */
  readonly poll?: Poll;
}

export type Operation = Action | Trigger;

export interface ActionDefinition<S extends z.ZodType> extends Omit<ManifestFields, 'kind'> {
  readonly input: S;
  readonly run: (context: OperationContext, input: z.output<S>) => Promise<Json>;
}

export interface TriggerDefinition<S extends z.ZodType> extends Omit<ManifestFields, 'kind' | 'sideEffect'> {
  readonly input: S;
}

/** Dotted path and message of every problem, in one line. */
const describeIssues = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map((issue) => (issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`))
    .join('; ');

const completeFields = (fields: ManifestFields['fields']): OperationManifest['fields'] =>
  fields.map((field) => ({
    ...field,
    required: field.required ?? false,
    dynamic: field.dynamic ?? true,
    advanced: field.advanced ?? false,
  }));

export const completeManifest = (definition: ManifestFields): OperationManifest => ({
  ...definition,
  fields: completeFields(definition.fields),
  samples: definition.samples ?? [],
});

export function parseInput<S extends z.ZodType>(schema: S, rawInput: unknown, label: string): z.output<S> {
  const parsed = schema.safeParse(rawInput);
  if (parsed.success) return parsed.data;
  throw new ConnectorError('invalidInput', `${label}: the input does not fit. ${describeIssues(parsed.error)}`, {
    next: 'Correct these fields of the node, or the mapping that fills them.',
    details: { issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) },
  });
}

export function defineOperation<S extends z.ZodType>(definition: ActionDefinition<S>): Action {
  const { input, run, ...rest } = definition;
  const manifest = completeManifest({ ...rest, kind: 'action' });
  return {
    kind: 'action',
    manifest,
    input,
    call: async (context, rawInput) => run(context, parseInput(input, rawInput, manifest.name)),
  };
}

/** A trigger reads; it never writes to the outside. */
export function defineTrigger<S extends z.ZodType>(definition: TriggerDefinition<S>): Trigger {
  const { input, ...rest } = definition;
  return {
    kind: 'trigger',
    input,
    manifest: {
      ...rest,
      kind: 'trigger',
      sideEffect: { cases: [], otherwise: 'read' },
      fields: completeFields(rest.fields),
      samples: rest.samples ?? [],
    },
  };
}
