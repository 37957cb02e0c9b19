import { isSecretName } from '@patchbay/model/schema';
import { Database, Footprints, ListTree, Sheet, TableProperties, Variable } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { classNames } from '../../ui/index.ts';
import { valueWords } from '../data/sample-values.ts';
import type { SourceRole } from '../mapper-host.ts';
import { useMapperState } from '../mapper-context.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { SourceNode } from '../rows/tree-node.ts';
import { presenceWord, shapeFacts, typeIcon, typeWord } from '../rows/type-words.ts';
import { endsOfHover } from './hover-ends.ts';
import { mayBeMissing } from './may-be-missing.ts';
import type { SourceFacts } from './row-facts.ts';
import { RowName } from './row-name.tsx';
import type { TreeRowProps } from './tree-item.tsx';
import { TypeIcon } from './type-icon.tsx';

/** As many as there are tokens `--source-0` and so on; more places begin again. */
const colours = 6;

/** What kind of place it is shows without a colour too. */
const roleIcons: Readonly<Record<SourceRole, LucideIcon>> = {
  payload: Database,
  headers: ListTree,
  variables: Variable,
  lookup: TableProperties,
  step: Footprints,
  tables: Sheet,
};

export function SourceRow({ facts, isOpen, indent }: TreeRowProps<SourceFacts>) {
  const { node, value, isHit, source } = facts;
  const many = node.shape?.cardinality === 'many';
  const isHead = node.kind === 'source' && node.depth === 0;
  const HeadIcon = roleIcons[source?.role ?? 'payload'];
  const isLit = useMapperState((state) => endsOfHover(state.hover).source === node.key);
  const type = node.shape === undefined ? '' : typeWord(node.shape);
  const words = isLeaf(node) || many ? valueWords(value) : summaryOf(value);
  return (
    <span
      aria-hidden
      className={classNames('source-row', isHead && 'head', !isLeaf(node) && 'group', isHit && 'hit', isLit && 'lit')}
      {...(source === undefined ? {} : { 'data-colour': node.source % colours })}
      title={factsOf(node, words)}
    >
      <span className="indent" style={{ width: node.depth * indent }} />
      <Twisty node={node} isOpen={isOpen} />
      {isHead ? <HeadIcon size={14} aria-hidden className="head-icon" /> : <TypeIcon name={typeIcon(node.shape)} />}
      <RowName name={node.name} shape={node.shape} mark={mayBeMissing(node) ? '?' : undefined} />
      {many ? (
        Array.isArray(value) ? (
          <span className="count">[{value.length}]</span>
        ) : (
          <span className="count">[ ]</span>
        )
      ) : isLeaf(node) && type !== '' ? (
        <span className="type">{type}</span>
      ) : null}
      <span className="sample">{words}</span>
    </span>
  );
}

/** Opens and closes the row; the arrow keys do it too, so it is no stop of its own. */
export function Twisty({ node, isOpen }: { readonly node: { readonly branches: boolean }; readonly isOpen: boolean }) {
  return node.branches ? (
    <i aria-hidden data-twisty className={`twisty row-icon ${isOpen ? 'open' : 'closed'}`} />
  ) : (
    <i className="twisty" />
  );
}

/** `Bergen, NO`: the short texts of a structure that tell it from others. */
function summaryOf(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return valueWords(value);
  const texts = Object.entries(value)
    .filter(
      ([name, held]) =>
        typeof held === 'string' &&
        held !== '' &&
        !isSecretName(name) &&
        /city|country|code$|name$|^id$|number/i.test(name),
    )
    .map(([, held]) => String(held));
  return texts.slice(-2).join(', ');
}

const factsOf = (node: SourceNode, sample: string): string =>
  [
    node.steps.filter((step) => step !== '[]').join('.') || node.name,
    node.kind === 'field' ? presenceWord(node.shape) : undefined,
    ...shapeFacts(node.shape),
    sample === '' ? undefined : `on the sample: ${sample}`,
  ]
    .filter((fact) => fact !== undefined)
    .join('\n');
