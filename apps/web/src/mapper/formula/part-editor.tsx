import type { Ref } from 'react';
import { useMemo, useState } from 'react';
import { FormulaEditor } from '../../ui/code-editor/index.ts';
import type { CodeFieldHandle, TextMark } from '../../ui/code-editor/index.ts';
import { useExpressionAssist } from '../../editor/expression/use-expression-assist.ts';
import { useRuleScope } from '../data/use-rule-scope.ts';
import { useHost, useMapper, useMapperData } from '../mapper-context.ts';
import { useRuleEdit } from '../rules/use-rule-edit.ts';
import { FormulaResult } from './formula-result.tsx';

interface PartEditorProps {
  readonly path: string;
  readonly part: string;
  readonly text: string;
  readonly label: string;
  readonly editorRef: Ref<CodeFieldHandle>;
}

/** The big editor over one expression of a rule. What is typed counts at once; Escape puts back what stood there before. */
export function PartEditor({ path, part, text, label, editorRef }: PartEditorProps) {
  const { mayEdit, seal } = useHost();
  const { store } = useMapper();
  const { problemsAt } = useMapperData();
  const { setText } = useRuleEdit();
  const [before, setBefore] = useState(text);
  const { scope, types } = useRuleScope(path, part);
  const assist = useExpressionAssist(scope, types);
  const problems = problemsAt.get(path);
  const marks = useMemo(
    () =>
      (problems ?? []).flatMap(({ at, severity, message }): TextMark[] =>
        at.start === undefined || at.end === undefined || (at.field ?? '') !== `mapping${path}${part}`
          ? []
          : [{ start: at.start, end: at.end, severity, message }],
      ),
    [problems, path, part],
  );
  const settle = (kept: string): void => {
    seal();
    setBefore(kept);
  };
  return (
    <>
      <div className="min-h-8 flex-1">
        <FormulaEditor
          handleRef={editorRef}
          label={label}
          value={text}
          assist={assist}
          marks={marks}
          readOnly={!mayEdit}
          onChange={(next) => {
            if (next !== text) setText(path, part, next);
          }}
          onBlur={() => settle(text)}
          onApply={() => {
            settle(text);
            store.getState().show({ reveal: { side: 'target', key: `${path}${part}`, focus: true } });
          }}
          onPutBack={() => {
            setText(path, part, before);
            settle(before);
          }}
        />
      </div>
      <FormulaResult
        path={path}
        part={part}
        text={text}
        before={before}
        scope={scope}
        editable={mayEdit}
        onTrace={({ left, top, bottom }) => store.getState().show({ trace: { path, part, at: { left, top, bottom } } })}
      />
    </>
  );
}
