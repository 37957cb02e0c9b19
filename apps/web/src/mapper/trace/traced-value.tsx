import type { ReactNode } from 'react';
import { useMapper } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { openTrace } from './open-trace.ts';

/** A value that tells how it came about when it is pressed; its name is the value. By keyboard: F9 on its row. */
export function TracedValue({ node, children }: { readonly node: TargetNode; readonly children: ReactNode }) {
  const mapper = useMapper();
  return (
    <button
      type="button"
      tabIndex={-1}
      className="traced-value"
      onClick={() => {
        mapper.store.getState().select([node.path]);
        mapper.store.getState().setCursor('target', node.key);
        openTrace(mapper, node);
      }}
    >
      {children}
    </button>
  );
}
