import type { Diagnostic } from '@patchbay/model/errors';
import { useSelectedNode } from '../editor-context.ts';

export function Inspector({ problems }: { readonly problems: readonly Diagnostic[] }) {
  const node = useSelectedNode();
  return <div className="p-4">{node?.label} {problems.length}</div>;
}
