// What takes a step back reads what the step gave besides what the step itself reads.
import { outputTypeOf } from '@patchbay/mapping';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import type { Catalogue } from '../catalogue.ts';
import { nodeIcon } from '../catalogue.ts';
import type { TestRun } from '../test-run.store.ts';
import { valueOf } from './preview-scope.ts';
import type { PreviewScope } from './preview-scope.ts';

export function withOutput(
  { scope, types, sources }: PreviewScope,
  { doc, catalogue, run, node }: { doc: FlowDocument; catalogue: Catalogue; run: TestRun; node: FlowNode },
): PreviewScope {
  const { value, origin } = valueOf(node, { doc, catalogue, run, scope });
  const steps = types['steps'] ?? { type: 'object' };
  const output = outputTypeOf(doc, node.id, catalogue);
  const source = { root: `steps.${node.name}`, nodeId: node.id, label: node.label, icon: nodeIcon(node, catalogue) };
  return {
    scope: { ...scope, steps: { ...(scope['steps'] as object), [node.name]: value } },
    types: { ...types, steps: { ...steps, properties: { ...steps.properties, [node.name]: output } } },
    sources: [...sources, { ...source, value, origin }],
  };
}
