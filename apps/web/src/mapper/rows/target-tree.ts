// The target's rows: the fields of its schema in their order, the rules that stand beside it, and the parts of rules that
// have rows of their own (names, cases of a switch). Worked out at every edit; rows of fields that it left alone are those of before.
import { childPath, fieldEntries, isLoop, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import type { DataSchema, SchemaNode } from '@patchbay/model/schema';
import { schemaNodes } from './source-tree.ts';
import { endsOf } from './tree-node.ts';
import type { TargetNode } from './tree-node.ts';

type Draft = Omit<TargetNode, 'end'> & { end: number };

/** Rules are followed no deeper than documents are compiled. */
const maxDepth = 60;

export function targetTree(
  doc: MappingDocument,
  schema: DataSchema | undefined,
  opened: ReadonlySet<string>,
  before: readonly TargetNode[] = [],
): TargetNode[] {
  const shapes = schema === undefined ? [] : schemaNodes(schema, opened);
  const builder = new Builder({ shapes, hasSchema: schema !== undefined, before });
  builder.root(doc.root);
  const ends = endsOf(builder.drafts.map((node) => node.parent));
  for (const [at, node] of builder.drafts.entries()) {
    const end = ends[at] ?? at + 1;
    if (node.end !== end) node.end = end;
  }
  return builder.drafts;
}

interface Place {
  readonly path: string;
  readonly name: string;
  readonly parent: number;
  readonly depth: number;
  /** Index of the field in the flat schema; −1 when it is not in it. */
  readonly shape: number;
  readonly isCovered: boolean;
}

class Builder {
  readonly drafts: Draft[] = [];
  readonly #shapes: readonly SchemaNode[];
  readonly #ends: Int32Array;
  readonly #hasSchema: boolean;
  readonly #before: readonly TargetNode[];

  constructor(given: {
    readonly shapes: readonly SchemaNode[];
    readonly hasSchema: boolean;
    readonly before: readonly TargetNode[];
  }) {
    this.#shapes = given.shapes;
    this.#hasSchema = given.hasSchema;
    this.#before = given.before;
    this.#ends = endsOf(given.shapes.map((node) => node.parent));
  }

  root(rule: ObjectRule | LoopRule): void {
    const shape = this.#shapes[0];
    const isShown = isLoop(rule) || rule.when !== undefined || shape?.cardinality === 'many';
    const place = { path: '', name: 'each item', parent: -1, depth: 0, shape: shape === undefined ? -1 : 0 };
    if (!isShown) {
      this.#below(rule, { ...place, depth: -1, isCovered: false });
      return;
    }
    const at = this.#row({ ...place, isCovered: false, name: isLoop(rule) ? 'each item' : 'the result' }, rule, 'root');
    this.#below(rule, { ...place, parent: at, isCovered: false });
  }

  /** What stands below a row; `place.parent` is already that row. */
  #below(rule: MappingRule | undefined, place: Place): void {
    if (place.depth > maxDepth) return;
    if (rule !== undefined) this.#parts(rule, place);
    const fields = rule !== undefined && isStructure(rule) ? rule.fields : {};
    const isCovered = place.isCovered || (rule !== undefined && !isStructure(rule));
    const named = new Set<string>();
    const from = place.shape + 1;
    const to = place.shape < 0 ? 0 : (this.#ends[place.shape] ?? 0);
    for (let at = from; at < to; at = this.#ends[at] ?? to) {
      const shape = this.#shapes[at];
      if (shape === undefined || shape.kind === 'mapValue') continue;
      named.add(shape.name);
      this.#field({ name: shape.name, rule: own(fields, shape.name), shape: at, isCovered }, place);
    }
    for (const [name, child] of rule !== undefined && isStructure(rule) ? fieldEntries(rule) : []) {
      if (!named.has(name)) this.#field({ name, rule: child, shape: -1, isCovered }, place);
    }
  }

  #field(
    field: { name: string; rule: MappingRule | undefined; shape: number; isCovered: boolean },
    above: Place,
  ): void {
    const place = {
      path: childPath(above.path, field.name),
      name: field.name,
      parent: above.parent,
      depth: above.depth + 1,
      shape: field.shape,
      isCovered: field.isCovered,
    };
    const at = this.drafts.length;
    const node = this.#node(place, field.rule, 'field');
    const known = this.#before[at];
    if (known !== undefined && saysTheSame(known, node)) {
      for (let kept = at; kept < known.end; kept += 1) this.#keep(kept);
      return;
    }
    this.drafts.push(node);
    this.#below(field.rule, { ...place, parent: at });
  }

  /** Rules are never changed in place: the same rule at the same place has the same rows below it. */
  #keep(at: number): void {
    const known = this.#before[at];
    if (known !== undefined) this.drafts.push(known);
  }

  #row(place: Place, rule: MappingRule | undefined, kind: 'root' | 'field'): number {
    this.drafts.push(this.#node(place, rule, kind));
    return this.drafts.length - 1;
  }

  #node(place: Place, rule: MappingRule | undefined, kind: 'root' | 'field'): Draft {
    const shape = this.#shapes[place.shape];
    return {
      key: place.path,
      path: place.path,
      part: '',
      name: place.name,
      kind,
      parent: place.parent,
      depth: place.depth,
      end: 0,
      shape,
      rule,
      branches: (shape?.childCount ?? 0) > 0 || hasParts(rule),
      isCut: shape?.isCut === true,
      isStray: kind === 'field' && this.#hasSchema && shape === undefined && !this.#isOpen(place),
      isCovered: place.isCovered,
    };
  }

  /** The schema above takes fields of any name. */
  #isOpen(place: Place): boolean {
    const above = this.drafts[place.parent]?.shape ?? (place.parent < 0 ? this.#shapes[0] : undefined);
    return above === undefined || above.item.additionalProperties !== false;
  }

  #parts(rule: MappingRule, place: Place): void {
    const add = (kind: 'let' | 'case' | 'otherwise', name: string, part: string): void => {
      this.drafts.push({
        key: `${place.path}${part}`,
        path: place.path,
        part,
        name,
        kind,
        parent: place.parent,
        depth: place.depth + 1,
        end: 0,
        shape: undefined,
        rule,
        branches: false,
        isCut: false,
        isStray: false,
        isCovered: false,
      });
    };
    if (isStructure(rule)) for (const name of Object.keys(rule.let ?? {})) add('let', name, `#let.${name}`);
    if ('switch' in rule) {
      for (const index of rule.switch.keys()) add('case', `case ${index + 1}`, `#case.${index}`);
      add('otherwise', 'otherwise', '#otherwise');
    }
  }
}

/** All but `end`, which is not known before the rows below. */
function saysTheSame(known: TargetNode, node: Draft): boolean {
  for (const key in node) {
    if (key !== 'end' && known[key as keyof TargetNode] !== node[key as keyof TargetNode]) return false;
  }
  return true;
}

const hasParts = (rule: MappingRule | undefined): boolean =>
  rule !== undefined &&
  (isStructure(rule) ? Object.keys(rule.fields).length + Object.keys(rule.let ?? {}).length > 0 : 'switch' in rule);

const own = (fields: ObjectRule['fields'], name: string): MappingRule | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;
