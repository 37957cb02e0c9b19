import { FunctionList } from '../../editor/expression/functions/function-list.tsx';
import { useMapper, useMapperData } from '../mapper-context.ts';
import type { LineId } from '../mapper.store.ts';
import { editedPart } from '../rows/edited-part.ts';
import { FloatingPanel } from '../rules/floating-panel.tsx';
import { fieldName } from '../rules/use-rule-edit.ts';
import { applyToLine, applyToRule } from './apply-function.ts';

interface FunctionPanelProps {
  readonly path: string;
  /** Key of the row. */
  readonly rowKey: string;
  /** The line that was selected: its field alone is wrapped. */
  readonly line?: LineId | undefined;
  readonly onClose: () => void;
}

/** The palette beside a row: what is chosen goes around its rule, or is its first call. */
export function FunctionPanel({ path, rowKey, line, onClose }: FunctionPanelProps) {
  const mapper = useMapper();
  const { targetNodes, targetAt } = useMapperData();
  const node = targetNodes[targetAt.get(rowKey) ?? -1];
  const what = node?.rule === undefined ? `A function for ${fieldName(path)}` : `A function around ${fieldName(path)}`;
  return (
    <FloatingPanel
      title={line === undefined ? what : `A function around what ${fieldName(path)} reads`}
      rowKey={rowKey}
      className="w-140! p-0! [&>header]:px-3 [&>header]:pt-2"
      onClose={onClose}
    >
      <FunctionList
        onLanded={onClose}
        onInsert={({ name }) => {
          onClose();
          if (line !== undefined) applyToLine(mapper, line, name);
          else applyToRule(mapper, { path, part: node === undefined ? '' : editedPart(node), name });
        }}
      />
    </FloatingPanel>
  );
}
