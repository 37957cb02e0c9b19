// Both trees as flat arrays, depth first, parents before their children: what is drawn, searched and tied by lines.
import type { MappingRule } from '@patchbay/model/mapping';
import type { SchemaNode } from '@patchbay/model/schema';

interface TreePlace {
  /** The identity: a source key at the left, at the right a rule's path and, after `#`, the part of it. */
  readonly key: string;
  readonly name: string;
  /** Index of the parent in the array; −1 for none. */
  readonly parent: number;
  /** 0 for rows without a parent. */
  readonly depth: number;
  /** One past the last row below this one. */
  readonly end: number;
  /** It has rows below it, listed or not. */
  readonly branches: boolean;
  /** It has rows that are not listed until it is opened: a recursive shape. */
  readonly isCut: boolean;
}

export interface SourceNode extends TreePlace {
  readonly kind: 'source' | 'field';
  /** Which of the sources, in their order. */
  readonly source: number;
  /** As in source paths: names, and `[]` where a list is entered. */
  readonly steps: readonly string[];
  readonly shape: SchemaNode | undefined;
}

export interface TargetNode extends TreePlace {
  /** `root`: the whole, where it loops or depends on a condition · `case`, `otherwise`: of a switch. */
  readonly kind: 'root' | 'field' | 'let' | 'case' | 'otherwise';
  /** The rule that the row shows or is a part of. */
  readonly path: string;
  /** Which expression of the rule: `''` its own, `#let.price`, `#case.0`. */
  readonly part: string;
  readonly shape: SchemaNode | undefined;
  readonly rule: MappingRule | undefined;
  /** There is a target schema and this field is not in it. */
  readonly isStray: boolean;
  /** A rule above makes the whole value, so this field needs none. */
  readonly isCovered: boolean;
}

export type TreeNode = SourceNode | TargetNode;

/** Where a row's descendants end, for nodes whose parents stand before them. */
export function endsOf(parents: readonly number[]): Int32Array {
  const ends = new Int32Array(parents.length);
  for (let at = parents.length - 1; at >= 0; at -= 1) {
    ends[at] = Math.max(ends[at] ?? 0, at + 1);
    const parent = parents[at] ?? -1;
    if (parent >= 0) ends[parent] = Math.max(ends[parent] ?? 0, ends[at] ?? 0);
  }
  return ends;
}

/** The same rows at the same places, whatever they say: what is shown, found and counted by place stays as it is. */
export function samePlaces(one: readonly TreeNode[], other: readonly TreeNode[]): boolean {
  return one.length === other.length && one.every((node, at) => node === other[at] || samePlace(node, other[at]));
}

/** Keys say what lies in what: where they are the same, so are parents, depths and ends. */
const samePlace = (one: TreeNode, other: TreeNode | undefined): boolean =>
  one.key === other?.key && one.isCut === other.isCut;

/** A field without fields below it: what is counted as mapped or not. */
export const isLeaf = (node: TreeNode): boolean =>
  node.kind === 'field' && (node.shape === undefined ? !node.branches : node.shape.childCount === 0);
