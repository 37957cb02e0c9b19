// A guide prepared for reading and writing: names of properties settled, ambiguous names refused.
import { CodecError } from '../codec-error.ts';
import type { RawElement, RawSegment } from './dialect.ts';
import type { CountRule, GuideNode, MessageGuide, NodeRule, SegmentDefinition } from './guide.ts';

export interface CompiledNode {
  readonly kind: 'segment' | 'loop' | 'group';
  /** Of the segment it begins with; of a group, its name. */
  readonly id: string;
  /** The property. */
  readonly key: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly title: string | undefined;
  readonly definition: SegmentDefinition | undefined;
  readonly when: { readonly element: number; readonly values: readonly string[] } | undefined;
  readonly counts: readonly CountRule[];
  readonly level: NodeRule['level'];
  readonly nodes: readonly CompiledNode[];
  readonly maxItems: number;
  /** Places of nodes beside it that begin with the same segment, but only with named values of it. */
  readonly closer: readonly number[];
}

const maxDepth = 20;
const compiled = new WeakMap<MessageGuide, readonly CompiledNode[]>();
const named = new WeakMap<MessageGuide, ReadonlySet<string>>();

export function compileGuide(guide: MessageGuide): readonly CompiledNode[] {
  const known = compiled.get(guide);
  if (known !== undefined) return known;
  const nodes = compileNodes(guide, guide.nodes, { path: guide.id, depth: 0 });
  compiled.set(guide, nodes);
  return nodes;
}

/** The ids of all segments that the guide has, wherever. */
export function segmentsOf(guide: MessageGuide): ReadonlySet<string> {
  const known = named.get(guide);
  if (known !== undefined) return known;
  const ids = new Set<string>();
  const add = (nodes: readonly CompiledNode[]): void => {
    for (const node of nodes) {
      if (node.kind !== 'group') ids.add(node.id);
      add(node.nodes);
    }
  };
  add(compileGuide(guide));
  named.set(guide, ids);
  return ids;
}

function compileNodes(
  guide: MessageGuide,
  nodes: readonly GuideNode[],
  at: { readonly path: string; readonly depth: number },
): CompiledNode[] {
  if (at.depth > maxDepth) throw CodecError.option('guide', `${at.path} is nested more than ${maxDepth} levels deep`);
  const keys = new Set<string>();
  return nodes.map((node) => {
    const id = idOf(node);
    const key = node.as ?? id.toLowerCase();
    if (keys.has(key)) {
      throw CodecError.option('guide', `“${key}” stands twice in ${at.path}; give one of them another name with “as”`);
    }
    keys.add(key);
    const kind = 'segment' in node ? 'segment' : 'loop' in node ? 'loop' : 'group';
    const { max = 1 } = node;
    return {
      kind,
      id,
      key,
      isList: max > 1,
      isRequired: node.required === true,
      title: node.title,
      definition: kind !== 'group' && Object.hasOwn(guide.segments, id) ? guide.segments[id] : undefined,
      when: node.when,
      counts: node.count === undefined ? [] : [node.count].flat(),
      level: node.level,
      nodes:
        'segment' in node ? [] : compileNodes(guide, node.nodes, { path: `${at.path}.${key}`, depth: at.depth + 1 }),
      maxItems: max,
      closer: nodes.flatMap((other, at) => (other.when !== undefined && idOf(other) === id ? [at] : [])),
    };
  });
}

const idOf = (node: GuideNode): string => ('segment' in node ? node.segment : 'loop' in node ? node.loop : node.group);

/** Where in the node a segment begins it: 0 for segments and loops, the place of a first node for groups; -1 for no. */
export function startOf(node: CompiledNode, segment: RawSegment): number {
  if (node.kind === 'group') {
    for (const [at, inner] of node.nodes.entries()) {
      if (startOf(inner, segment) !== -1) return at;
      if (inner.isRequired) return -1;
    }
    return -1;
  }
  if (node.id !== segment.id) return -1;
  if (node.when === undefined) return 0;
  return node.when.values.includes(plainText(segment.elements[node.when.element - 1] ?? '')) ? 0 : -1;
}

function plainText(raw: RawElement): string {
  if (typeof raw === 'string') return raw;
  const part = raw[0]?.[0] ?? '';
  return typeof part === 'string' ? part : (part[0] ?? '');
}
