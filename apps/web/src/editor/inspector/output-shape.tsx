import type { FlowNode } from '@patchbay/model/flow';
import { DataSchema, inferSchema } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { Button, Fold } from '../../ui/index.ts';
import { useTestRun } from '../editor-context.ts';
import { stepOf } from '../test-run.store.ts';
import { JsonControl } from './fields/json-control.tsx';
import type { NodeForm } from './node-edit.ts';

type ShapedNode = Extract<FlowNode, { kind: 'action' | 'code' }>;

/** What the step hands on, when it is known: later steps are checked and completed against it. */
export function OutputShape<Node extends ShapedNode>({ form }: { readonly form: NodeForm<Node> }) {
  const { node, update, seal, disabled } = form;
  const isOfRecords = node.kind === 'code' ? node.records !== undefined : node.records?.does === 'read';
  // What a step over records says at its end is how many they were.
  const samples = useTestRun((run) => {
    const step = stepOf(run, node.id);
    return isOfRecords ? step?.records?.first : step?.output;
  });
  const known = !isOfRecords ? samples !== undefined : Array.isArray(samples) && samples.length > 0;
  const put = (outputSchema: DataSchema | undefined): void => {
    const { outputSchema: _, ...rest } = node;
    update((outputSchema === undefined ? rest : { ...rest, outputSchema }) as Node, 'outputSchema');
  };
  return (
    <Fold
      title={isOfRecords ? 'Shape of a record' : 'Shape of the output'}
      summary={
        node.outputSchema === undefined ? (node.kind === 'code' ? 'not known' : 'as its connector says') : 'set here'
      }
    >
      <div data-field="outputSchema" className="grid gap-2">
        <JsonControl
          label={isOfRecords ? 'JSON Schema of a record' : 'JSON Schema of the output'}
          value={node.outputSchema as never}
          onChange={(value) => {
            if (value === undefined || DataSchema.safeParse(value).success) put(value as DataSchema | undefined);
          }}
          onBlur={seal}
          disabled={disabled}
        />
        {disabled || !known ? null : (
          <Button
            size="small"
            className="justify-self-start"
            onClick={() => put(inferSchema(isOfRecords ? (samples as Json[]) : [samples as Json]))}
          >
            Take it from the last test run
          </Button>
        )}
      </div>
    </Fold>
  );
}
