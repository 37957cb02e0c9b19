import { ruleAt } from '@patchbay/mapping/edit';
import type { Diagnostic } from '@patchbay/model/errors';
import type { RefObject } from 'react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { FormulaEditor } from '../../ui/code-editor/index.ts';
import type { CodeFieldHandle, TextMark } from '../../ui/code-editor/index.ts';
import { useExpressionAssist } from '../../editor/expression/use-expression-assist.ts';
import { useRuleScope } from '../data/use-rule-scope.ts';
import { useHost, useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { rowPart } from '../rows/edited-part.ts';
import { ruleText } from '../rows/rule-text.ts';
import { useRuleEdit } from '../rules/use-rule-edit.ts';
import { withPart } from '../rules/with-part.ts';
import { draftFor, mistakesIn, whyNotApplied } from '../drafts/formula-draft.ts';
import { FormulaResult } from './formula-result.tsx';
import { useOutsideOf } from './use-outside-of.ts';
import { draftWhile, noTyping, typingAfter } from './typing.ts';
import type { Before } from './typing.ts';
import { useWriting } from './use-writing.ts';

interface PartEditorProps {
  readonly path: string;
  readonly part: string;
  readonly text: string;
  readonly label: string;
  readonly editorRef: RefObject<CodeFieldHandle | null>;
}

/** The big editor over one expression of a rule. What can be read counts at once; Escape puts back what stood there before. */
export function PartEditor({ path, part, text, label, editorRef }: PartEditorProps) {
  const { doc, mayEdit, seal } = useHost();
  const { store } = useMapper();
  const { problemsAt } = useMapperData();
  const { write, putAside, putBack, dropDraft } = useRuleEdit();
  const rule = ruleAt(doc, path);
  const [known, setTyping] = useState(noTyping);
  const typing = typingAfter(known, text);
  if (typing !== known) setTyping(typing);
  const before: Before = typing?.before ?? { text, isNone: rule === undefined };
  const host = useRef<HTMLDivElement>(null);
  const kept = useMapperState((state) => draftFor(state.drafts, { path, part }, text));
  const draft = draftWhile(typing, kept);
  const shown = draft ?? text;
  const { scope, types } = useRuleScope(path, part);
  const assist = useExpressionAssist(scope, types);
  const problems = problemsAt.get(`${path}${rowPart(part)}`);
  const mistakes = useMemo(
    () => (draft === undefined ? undefined : mistakesIn(rule, part, draft)),
    [draft, rule, part],
  );
  const marks = useMemo(
    () =>
      (mistakes ?? problems?.filter(({ at }) => (at.field ?? '') === `mapping${path}${part}`) ?? []).flatMap(markOf),
    [mistakes, problems, path, part],
  );
  useWriting('pane', { path, part, field: editorRef, host, around: '[data-formula]' });
  const settle = (): void => {
    seal();
    setTyping(noTyping);
  };
  /** What could be read on the way to a formula that cannot be read was not meant. */
  const keepAside = (): void => {
    if (typing === noTyping) return;
    if (draft !== undefined && text !== before.text) putAside(path, part, draft, before);
    settle();
  };
  // Whoever takes a field of the source for it comes back.
  useOutsideOf(host, keepAside);
  const latest = useRef(keepAside);
  useEffect(() => {
    latest.current = keepAside;
  });
  useEffect(() => () => latest.current(), []);
  const [mistake] = mistakes ?? [];
  return (
    <>
      <div ref={host} className="min-h-8 flex-1">
        <FormulaEditor
          handleRef={editorRef}
          label={label}
          value={shown}
          assist={assist}
          marks={marks}
          readOnly={!mayEdit}
          onChange={(next) => {
            if (next === shown) return;
            const refused = write(path, part, next);
            const says = refused === undefined ? ruleText(withPart(rule, part, next), part) : text;
            setTyping({ before, says, isDraft: refused !== undefined });
          }}
          onBlur={() => {
            if (draft === undefined) settle();
          }}
          onApply={() => {
            if (mistake !== undefined) {
              store.getState().say(`Not applied: ${mistake.message}`);
              return;
            }
            // One that was left in a row can be read and is no rule yet.
            if (draft !== undefined) write(path, part, draft);
            settle();
            store.getState().show({ reveal: { side: 'target', key: `${path}${rowPart(part)}`, focus: true } });
          }}
          onPutBack={() => {
            putBack(path, part, before);
            settle();
          }}
        />
      </div>
      <FormulaResult
        path={path}
        part={part}
        text={shown}
        before={before.text}
        why={draft === undefined ? undefined : whyNotApplied(rule, part, draft)}
        scope={scope}
        editable={mayEdit}
        onDiscard={
          // While one types, that is to put back.
          draft === undefined || typing !== noTyping
            ? undefined
            : () => {
                dropDraft(path, part);
                editorRef.current?.focus();
              }
        }
        onTrace={({ left, top, bottom }) => store.getState().show({ trace: { path, part, at: { left, top, bottom } } })}
      />
    </>
  );
}

const markOf = ({ at: { start, end }, severity, message }: Diagnostic): TextMark[] =>
  start === undefined || end === undefined ? [] : [{ start, end, severity, message }];
