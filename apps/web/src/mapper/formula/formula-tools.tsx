import { Sigma, WrapText } from 'lucide-react';
import { useState } from 'react';
import type { RefObject } from 'react';
import { FunctionList } from '../../editor/expression/functions/function-list.tsx';
import { Button, Popover } from '../../ui/index.ts';
import type { CodeFieldHandle } from '../../ui/code-editor/index.ts';
import { useHost } from '../mapper-context.ts';

interface FormulaToolsProps {
  readonly editor: RefObject<CodeFieldHandle | null>;
  readonly canFormat: boolean;
}

/** Above the big editor: laying the formula out, and the functions there are. */
export function FormulaTools({ editor, canFormat }: FormulaToolsProps) {
  const { mayEdit } = useHost();
  const [functions, setFunctions] = useState(false);
  if (!mayEdit) return null;
  return (
    <>
      {canFormat ? (
        <Button
          size="small"
          look="plain"
          icon={WrapText}
          title="Lay the formula out for reading (Shift+Alt+F)"
          onClick={() => editor.current?.format?.()}
        >
          Format
        </Button>
      ) : null}
      <Popover
        open={functions}
        onOpenChange={setFunctions}
        label="Functions"
        side="top"
        align="end"
        className="p-0"
        trigger={
          <Button size="small" look="plain" icon={Sigma}>
            Functions
          </Button>
        }
      >
        <FunctionList
          onLanded={() => setFunctions(false)}
          onInsert={({ name: called }) => {
            setFunctions(false);
            editor.current?.insert(`${called}(`);
          }}
        />
      </Popover>
    </>
  );
}
