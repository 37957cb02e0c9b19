import { renameLet } from '@patchbay/mapping/edit';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useHost, useMapper } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { TypeChoice } from '../rules/type-choice.tsx';
import { useByHand } from '../rules/use-by-hand.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';

/** The button that adds a field at the top: below the rows, or where there are none. */
const addAtTop = '.add-field button:last-child, .empty-side > button:last-child';

/** The row that a new one was added to. */
const parentKey = ({ kind, path }: TargetNode): string =>
  kind === 'let' ? path : path.slice(0, path.lastIndexOf('/'));

/** The name of a field or of an intermediate value while it is typed. A new one goes on to its formula; Escape takes it back. */
export function NameEditor({ node, isNew }: { readonly node: TargetNode; readonly isNew: boolean }) {
  const mapper = useMapper();
  const actions = useRuleActions();
  const isByHand = useByHand();
  const [draft, setDraft] = useState(node.name);
  const field = useRef<HTMLInputElement>(null);
  const left = useRef(false);
  const { doc, undo } = useHost();
  const atFirst = useRef(doc);
  useEffect(() => field.current?.select(), []);
  const { store } = mapper;
  const rename = (): string | undefined => {
    const name = draft.trim();
    if (name === node.name) return node.key;
    if (node.kind === 'let') {
      const isMade = actions.make(renameLet(mapper.data().view, node.path, { from: node.name, to: name }));
      return isMade ? `${node.path}#let.${name}` : undefined;
    }
    if (!actions.rename(node.path, name)) return undefined;
    return `${node.path.slice(0, node.path.lastIndexOf('/'))}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  };
  const keep = (goesOn: boolean): void => {
    if (left.current) return;
    const key = rename();
    if (key === undefined) return;
    left.current = true;
    store.getState().show({ renaming: null, reveal: { side: 'target', key, focus: !goesOn } });
    if (!goesOn) return;
    const [path = '', part] = key.split('#', 2);
    store.getState().select([path]);
    store.getState().startEditing(path, part === undefined ? '' : `#${part}`);
  };
  const leave = (): void => {
    left.current = true;
    const isUntouched = isNew && doc === atFirst.current;
    const key = isUntouched ? parentKey(node) : node.key;
    store.getState().show({ renaming: null, reveal: key === '' ? null : { side: 'target', key, focus: true } });
    if (!isUntouched) return;
    undo();
    if (key === '') requestAnimationFrame(() => document.querySelector<HTMLElement>(addAtTop)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') {
      // The formula that takes the focus now is not to get it as a line break.
      event.preventDefault();
      keep(isNew);
    }
    if (event.key === 'Escape') leave();
  };
  return (
    <span
      className="contents nokey"
      onBlur={(event) => {
        // From the name to the type and back nothing is left yet.
        if (!event.currentTarget.contains(event.relatedTarget)) keep(false);
      }}
    >
      <input
        ref={field}
        className="name-editor nokey"
        aria-label={`Name of ${node.name}`}
        value={draft}
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {isByHand && node.kind === 'field' && node.rule !== undefined ? (
        <TypeChoice path={node.path} rule={node.rule} className="type-choice nokey" onKeyDown={onKeyDown} />
      ) : null}
    </span>
  );
}
