import type { RowResult } from '@patchbay/mapping';
import { typeOfValue } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { classNames } from '../../ui/index.ts';
import { useMapperState } from '../mapper-context.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { presenceWord, shapeFacts, typeIcon } from '../rows/type-words.ts';
import { endsOfHover } from './hover-ends.ts';
import { NameEditor } from './name-editor.tsx';
import type { TargetFacts } from './row-facts.ts';
import { RowMark } from './row-mark.tsx';
import { RowName } from './row-name.tsx';
import { RuleCell } from './rule-cell.tsx';
import { Twisty } from './source-row.tsx';
import type { TreeRowProps } from './tree-item.tsx';
import { RowIcon } from './type-icon.tsx';
import type { RowIconName } from './type-icon.tsx';
import { ValueCell } from './value-cell.tsx';

export function TargetRow({ facts, isOpen, indent }: TreeRowProps<TargetFacts>) {
  const { node, problems, result, isMissing } = facts;
  const isLit = useMapperState((state) => endsOfHover(state.hover).target === node.key);
  const renaming = useMapperState((state) => (state.renaming?.key === node.key ? state.renaming : null));
  const isBroken = problems.some(({ severity }) => severity === 'error') && !isMissing;
  return (
    <span
      className={classNames(
        'target-row',
        (!isLeaf(node) || node.kind === 'root') && node.part === '' && 'group',
        isMissing && 'missing',
        isBroken && 'broken',
        node.part !== '' && 'part',
        node.isStray && 'stray',
        isLit && 'lit',
      )}
    >
      <span className="name-cell" aria-hidden={renaming === null} title={factsOf(node)}>
        <span className="indent" style={{ width: node.depth * indent }} />
        <Twisty node={node} isOpen={isOpen} />
        <NodeIcon node={node} result={result} />
        {renaming === null ? (
          <RowName
            name={node.name}
            shape={node.shape}
            mark={node.shape?.required === true && node.kind === 'field' ? '*' : undefined}
          />
        ) : (
          <NameEditor node={node} isNew={renaming.isNew} />
        )}
        {node.kind === 'field' && node.shape?.cardinality === 'many' ? <ListCount result={result} /> : null}
      </span>
      <RuleCell {...facts} />
      <ValueCell {...facts} />
      <RowMark {...facts} />
    </span>
  );
}

const factsOf = ({ name, shape }: TargetNode): string =>
  [name, presenceWord(shape), ...shapeFacts(shape)].filter((fact) => fact !== undefined).join('\n');

function NodeIcon({ node, result }: { readonly node: TargetNode; readonly result: RowResult | undefined }) {
  switch (node.kind) {
    case 'let':
      return <RowIcon name="named" />;
    case 'case':
      return <RowIcon name="case" />;
    case 'otherwise':
      return <RowIcon name="otherwise" />;
    case 'root':
    case 'field':
      if (node.shape === undefined && node.rule !== undefined && 'fields' in node.rule)
        return <RowIcon name={'for' in node.rule ? 'list' : 'object'} />;
      return <RowIcon name={node.shape === undefined ? valueIcon(result) : typeIcon(node.shape)} />;
  }
}

/** Where nobody says what a field is, its value does. */
function valueIcon(result: RowResult | undefined): RowIconName {
  if (result === undefined || 'error' in result || result.value === null || result.value === undefined) return 'any';
  const type = typeOfValue(result.value as Json);
  switch (type) {
    case 'string':
      return 'text';
    case 'integer':
      return 'number';
    case 'array':
      return 'list';
    case 'null':
    case 'boolean':
    case 'number':
    case 'object':
      return type;
  }
}

function ListCount({ result }: { readonly result: RowResult | undefined }) {
  const value = result !== undefined && 'value' in result ? result : undefined;
  const count = value?.turns ?? (Array.isArray(value?.value) ? value.value.length : ' ');
  return <span className="count">[{count}]</span>;
}
