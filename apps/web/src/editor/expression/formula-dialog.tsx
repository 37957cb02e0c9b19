import type { ExpressionScope, Scope } from '@patchbay/mapping';
import { useRef, useState } from 'react';
import { Button, Dialog } from '../../ui/index.ts';
import { FormulaEditor } from '../../ui/code-editor/index.ts';
import type { CodeFieldHandle, TextMark } from '../../ui/code-editor/index.ts';
import type { DataSource } from '../preview/preview-scope.ts';
import { DataTree } from './data-picker.tsx';
import { ExpressionResult } from './expression-result.tsx';
import { FunctionList } from './functions/function-list.tsx';
import { useExpressionAssist } from './use-expression-assist.ts';

interface FormulaDialogProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onClose: () => void;
  readonly scope: Scope;
  readonly types: ExpressionScope;
  readonly sources: readonly DataSource[];
  readonly marks: readonly TextMark[];
}

/** Room for a long formula: the big editor, all data at its left, all functions below. What is typed counts at once. */
export function FormulaDialog(props: FormulaDialogProps) {
  const { label, value, onChange, onClose, scope, types, sources, marks } = props;
  const editor = useRef<CodeFieldHandle>(null);
  const [before] = useState(value);
  const assist = useExpressionAssist(scope, types);
  return (
    <Dialog
      onClose={onClose}
      size="large"
      title={label}
      description="A formula over the data that comes before this step. Enter takes it, Escape puts back what stood there."
      footer={
        <>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
          <Button title="Lay the formula out for reading (Shift+Alt+F)" onClick={() => editor.current?.format?.()}>
            Format
          </Button>
          <Button
            onClick={() => {
              onChange(before);
              onClose();
            }}
          >
            Put back
          </Button>
        </>
      }
    >
      <div className="grid h-120 grid-cols-[260px_1fr] grid-rows-[auto_1fr] gap-3">
        <div className="row-span-2 min-h-0 overflow-auto rounded-2 border border-line">
          <DataTree sources={sources} onPick={(path) => editor.current?.insert(path)} />
        </div>
        <div>
          <div className="h-28">
            <FormulaEditor
              handleRef={editor}
              label={label}
              value={value}
              assist={assist}
              marks={marks}
              onChange={onChange}
              onApply={onClose}
              onPutBack={() => {
                onChange(before);
                onClose();
              }}
            />
          </div>
          <ExpressionResult text={value} scope={scope} />
        </div>
        <div className="min-h-0 overflow-hidden rounded-2 border border-line">
          <FunctionList onInsert={({ name }) => editor.current?.insert(`${name}(`)} />
        </div>
      </div>
    </Dialog>
  );
}
