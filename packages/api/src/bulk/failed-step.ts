// At which step of the flow itself a run failed: where a replay can begin.
import type { FlowDocument } from '@patchbay/model/flow';
import type { StepRecord } from '@patchbay/model/run';

/** The node of the outermost container, or the node itself. */
const rootOf = (path: string): string => /^[A-Za-z0-9_-]+/.exec(path)?.[0] ?? path;

/** The first step that did not come to its end, or failed where no way led on; null when there is none. */
export function failedStep(doc: Pick<FlowDocument, 'edges'>, steps: readonly StepRecord[]): string | null {
  const last = new Map(steps.map((step) => [step.path, step]));
  const led = (nodeId: string): boolean =>
    doc.edges.some(({ from }) => from.node === nodeId && (from.port === 'error' || from.port === 'invalid'));
  const broken = [...last.values()].find(({ path, status }) => {
    if (status === 'succeeded' || status === 'skipped') return false;
    return status !== 'failed' || !led(rootOf(path));
  });
  return broken === undefined ? null : rootOf(broken.path);
}
