import { TriangleAlert } from 'lucide-react';
import { pathNames } from '@patchbay/model/mapping';
import { TypeIcon } from '../canvas/type-icon.tsx';
import { useMapperData } from '../mapper-context.ts';
import { problemWords } from '../problems/problem-words.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { aliasOf, shapeFacts, typeIcon, typeWord } from '../rows/type-words.ts';

/** Pixels that a level is set in; deep levels are set in no further. */
const indent = 16;
const deepest = 8;

/** The field: its name below its parents, or the whole way to it when the rows around it are others. */
export function TargetCell({ node, isNested }: { readonly node: TargetNode; readonly isNested: boolean }) {
  const { problemsAt, targetNodes } = useMapperData();
  const problems = problemsAt.get(node.key) ?? [];
  const worst =
    problems.find(({ severity }) => severity === 'error') ?? problems.find(({ severity }) => severity === 'warning');
  const names = pathNames(node.path);
  const above = node.part === '' ? names.slice(0, -1) : names;
  const parent = targetNodes[node.parent];
  const alias = aliasOf(node.shape);
  const title = [[...above, node.name].join('.'), ...shapeFacts(node.shape)].join('\n');
  return (
    <>
      {isNested ? <span style={{ width: Math.min(node.depth, deepest) * indent, flex: 'none' }} /> : null}
      <span className="field flex-1" title={title}>
        {isNested || above.length === 0 ? null : <span className="above">{above.join('.')}.</span>}
        <span className="own">
          {alias ?? node.name}
          {node.kind === 'let' && parent !== undefined ? <span className="faint"> =</span> : null}
        </span>
        {node.shape?.required === true && node.kind === 'field' ? <span className="text-bad">*</span> : null}
        {alias === undefined ? null : <code className="named">{node.name}</code>}
      </span>
      {worst === undefined ? null : (
        <TriangleAlert
          size={14}
          role="img"
          aria-label={`Problem: ${problemWords(worst)}`}
          className={worst.severity === 'error' ? 'flex-none text-bad' : 'flex-none text-wait'}
        >
          <title>{problemWords(worst)}</title>
        </TriangleAlert>
      )}
    </>
  );
}

const partWords = { let: 'a name', case: 'a case', otherwise: 'otherwise' } as const;

export function TypeCell({ node }: { readonly node: TargetNode }) {
  if (node.kind === 'let' || node.kind === 'case' || node.kind === 'otherwise')
    return <span className="clip faint">{partWords[node.kind]}</span>;
  const { shape } = node;
  const words =
    shape === undefined
      ? isLeaf(node)
        ? ''
        : node.rule !== undefined && 'for' in node.rule
          ? 'list'
          : 'object'
      : shape.cardinality === 'many'
        ? `list${shape.childCount > 0 || typeWord(shape) === '' ? '' : ` of ${typeWord(shape)}`}`
        : typeWord(shape);
  return (
    <>
      <TypeIcon name={typeIcon(shape)} />
      <span className="clip" title={words}>
        {words}
      </span>
    </>
  );
}
