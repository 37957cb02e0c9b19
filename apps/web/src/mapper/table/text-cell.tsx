import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { useMapperData } from '../mapper-context.ts';
import { metaOf } from '../rows/target-hits.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { useSheet } from './sheet-context.ts';
import type { AfterEdit, CellEdit } from './sheet-context.ts';
import { useMetaEdits } from './use-meta-edits.ts';

interface TextCellProps {
  readonly node: TargetNode;
  readonly column: 'comment' | 'owner';
  readonly editing: CellEdit | null;
}

/** What people say about the rule. Of rules without a comment the note that is kept in the rule is shown. */
export function TextCell({ node, column, editing }: TextCellProps) {
  const { view } = useMapperData();
  if (node.part !== '') return null;
  const text = metaOf(view, node.path)?.[column] ?? '';
  if (editing !== null) return <TextEditor node={node} column={column} text={text} seed={editing.seed} />;
  if (text === '' && column === 'comment' && node.rule?.note !== undefined) {
    return (
      <span className="clip faint" title={`Note in the rule: ${node.rule.note}`}>
        {node.rule.note}
      </span>
    );
  }
  return (
    <span className="clip" title={text}>
      {text}
    </span>
  );
}

interface TextEditorProps extends Pick<TextCellProps, 'node' | 'column'> {
  readonly text: string;
  readonly seed: string | undefined;
}

function TextEditor({ node, column, text, seed }: TextEditorProps) {
  const { leave } = useSheet();
  const { setWords } = useMetaEdits();
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const isLeft = useRef(false);
  useEffect(() => {
    field.current?.focus();
    if (seed === undefined) field.current?.select();
    else field.current?.setSelectionRange(seed.length, seed.length);
  }, [seed]);
  const keep = (after: AfterEdit): void => {
    if (isLeft.current) return;
    isLeft.current = true;
    const next = field.current?.value ?? text;
    leave(node.key, after);
    if (next.trim() !== text) setWords([node.path], column, next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      isLeft.current = true;
      leave(node.key, 'stay');
      return;
    }
    const after =
      event.key === 'Tab' ? (event.shiftKey ? 'left' : 'right') : event.key === 'Enter' ? 'down' : undefined;
    if (after === undefined || event.nativeEvent.isComposing) return;
    // A comment may have several lines.
    if (event.key === 'Enter' && (event.shiftKey || event.altKey) && column === 'comment') {
      if (event.altKey)
        field.current?.setRangeText('\n', field.current.selectionStart, field.current.selectionEnd, 'end');
      return;
    }
    event.preventDefault();
    keep(after);
  };
  const props = {
    ref: field,
    className: 'sheet-input nokey',
    'aria-label': `${column === 'comment' ? 'Comment' : 'Owner'} of ${node.name}`,
    defaultValue: seed ?? text,
    onBlur: () => keep('none'),
    onKeyDown,
  } as const;
  if (column === 'comment') return <textarea rows={1} maxLength={5_000} {...props} />;
  return (
    <>
      <input list="mapper-owners" maxLength={200} {...props} />
      <Owners />
    </>
  );
}

/** Those who own a rule already. */
function Owners() {
  const { view } = useMapperData();
  const owners = [...new Set(Object.values(view.doc.meta?.rules ?? {}).flatMap(({ owner }) => owner ?? []))];
  return (
    <datalist id="mapper-owners">
      {owners.slice(0, 50).map((owner) => (
        <option key={owner} value={owner} />
      ))}
    </datalist>
  );
}
