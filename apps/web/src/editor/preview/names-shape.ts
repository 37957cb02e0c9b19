import type { OperationManifest } from '@patchbay/model/connector';
import type { ActionNode } from '@patchbay/model/flow';

/** Whether a schema in a field of the step says what it hands on, so that the example of its operation would mislead. */
export const namesShape = ({ input, outputSchema }: ActionNode, operation: OperationManifest | undefined): boolean =>
  outputSchema === undefined &&
  (operation?.fields ?? []).some(({ name, shapes }) => shapes !== undefined && Object.hasOwn(input, name));
