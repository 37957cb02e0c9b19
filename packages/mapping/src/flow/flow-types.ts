// The shapes that flow through a flow: what each node hands on, and what its expressions may read.
import type { OperationManifest } from '@patchbay/model/connector';
import { assertNever } from '@patchbay/model/errors';
import { calledTrigger, worksOnRecords } from '@patchbay/model/flow';
import type { FlowDocument, FlowNode, MergeNode } from '@patchbay/model/flow';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { checkInScope } from '../check/check-expression.ts';
import { anything, listOf, standalone, unionOf } from '../check/type-algebra.ts';
import { rootScope } from '../check/type-scope.ts';
import type { TypeScope } from '../check/type-scope.ts';
import { checkMapNode } from './check-map-node.ts';
import { ContainerTypes } from './container-types.ts';
import { FlowBodyTree } from './flow-body-tree.ts';
import { FlowGraph } from './flow-graph.ts';
import type { KnownSchemas } from './field-schemas.ts';
import { mergeType, recordOf } from './merge-type.ts';
import type { WayType } from './merge-type.ts';
import { actionType, triggerType } from './operation-types.ts';
import { RecordTypes } from './record-types.ts';
import { stepError } from './said-types.ts';
import { stepReferences } from './step-references.ts';
import { variableTypes } from './variable-types.ts';
import { linkTypes, waitType } from './wait-types.ts';

export interface FlowOperations {
  /** Every operation that this installation knows, by id. */
  readonly operations: Readonly<Record<string, OperationManifest>>;
  /** Schemas that fields name and do not hold. Absent: what they do not hold is missing, as in a flow that is published. */
  readonly schemas?: KnownSchemas | undefined;
  /** The variables of the environment by name; without them, `vars` may hold anything. */
  readonly variables?: Readonly<Record<string, Json>> | undefined;
}

/** Shapes of one flow, each worked out once. */
export class FlowTypes {
  readonly graph: FlowGraph;
  readonly bodies: FlowBodyTree;
  readonly records: RecordTypes;
  readonly containers: ContainerTypes;
  readonly schemas: KnownSchemas | undefined;
  readonly #doc: FlowDocument;
  readonly #operations: Readonly<Record<string, OperationManifest>>;
  readonly #outputs = new Map<string, DataSchema>();
  readonly #trigger: DataSchema;
  readonly #vars: DataSchema;
  readonly #names: ReadonlySet<string>;

  constructor(doc: FlowDocument, { operations, schemas, variables }: FlowOperations) {
    this.schemas = schemas;
    this.graph = new FlowGraph(doc);
    this.bodies = new FlowBodyTree(doc, this.graph);
    this.records = new RecordTypes(this, doc);
    this.containers = new ContainerTypes(this, doc);
    this.#doc = doc;
    this.#operations = operations;
    this.#vars = variables === undefined ? anything : variableTypes(variables);
    this.#names = new Set(doc.nodes.map(({ name }) => name));
    const triggers = doc.nodes.filter((node) => node.kind === 'trigger');
    this.#trigger =
      triggers.length === 0
        ? anything
        : unionOf(triggers.map((node) => triggerType(node, this.operation(node.operation), this.schemas)));
  }

  operation(id: string): OperationManifest | undefined {
    return Object.hasOwn(this.#operations, id) ? this.#operations[id] : undefined;
  }

  /** What those get who call this flow, where it says so. */
  get reply(): DataSchema | undefined {
    for (const node of this.#doc.nodes) {
      const isPromise = node.kind === 'trigger' && node.operation === calledTrigger;
      if (isPromise && node.replySchema !== undefined) return standalone(node.replySchema);
    }
    return undefined;
  }

  /** What the node's expressions may read. With `named`, only these steps are worked out in full. */
  sources(node: FlowNode, named?: ReadonlySet<string>): Record<string, DataSchema> {
    if (node.kind === 'trigger') return { trigger: this.#trigger };
    const around = this.bodies.around(node);
    const upstream = this.graph.upstream(node.id).filter((step) => step.kind !== 'trigger' && !around.includes(step));
    // All names are listed only for completion and for “did you mean”.
    const isListed = named === undefined || [...named].some((name) => !this.#names.has(name));
    const before = isListed ? upstream : upstream.filter(({ name }) => named.has(name));
    const isWanted = (step: FlowNode): boolean => named === undefined || named.has(step.name);
    const certain = before.filter((step) => isWanted(step) && this.graph.isCertain(step.id, node.id));
    const outputs = before.map((step): [string, DataSchema] => [
      step.name,
      isWanted(step) ? this.output(step) : anything,
    ]);
    const failures = before.map((step): [string, DataSchema] => [step.name, stepError]);
    const required = certain.map(({ name }) => name);
    return {
      ...linkTypes(this.bodies.beside(node, around)),
      ...this.containers.items(around),
      trigger: this.#trigger,
      steps: {
        type: 'object',
        properties: Object.fromEntries(outputs),
        required,
        additionalProperties: false,
      },
      errors: { type: 'object', properties: Object.fromEntries(failures), additionalProperties: false },
      vars: this.#vars,
    };
  }

  /** The scope of what the node's own settings name; other steps are there by their names alone. */
  outerScope(node: FlowNode): TypeScope {
    const named = new Set(stepReferences(node).map(({ name }) => name));
    return rootScope(this.sources(node, named));
  }

  /** What the node hands on as `steps.<name>`; `{}` when nobody knows. */
  output(node: FlowNode): DataSchema {
    const known = this.#outputs.get(node.id);
    if (known !== undefined) return known;
    // Stands in while it is worked out, so that a flow with a circle ends.
    this.#outputs.set(node.id, anything);
    const type = this.#outputOf(node);
    this.#outputs.set(node.id, type);
    return type;
  }

  /** The scope of the key of a merge that combines lists: `item` is a record of any of them. */
  mergeScope(node: MergeNode, outer: TypeScope): TypeScope {
    const records = this.#waysInto(node).map(({ type }) => recordOf(type));
    return { ...outer, names: new Map([...outer.names, ['item', unionOf(records)]]) };
  }

  /** The scope of what takes a step back: what the step may read, and what it gave. */
  undoScope(node: FlowNode, outer: TypeScope): TypeScope {
    const steps = outer.names.get('steps') ?? { type: 'object' };
    const properties = { ...steps.properties, [node.name]: this.output(node) };
    const required = [...new Set([...(steps.required ?? []), node.name])];
    return { ...outer, names: new Map([...outer.names, ['steps', { ...steps, properties, required }]]) };
  }

  #waysInto(node: MergeNode): WayType[] {
    return this.#doc.edges.flatMap(({ from, to }) => {
      const source = to.node === node.id ? this.graph.node(from.node) : undefined;
      if (source === undefined) return [];
      return [{ name: source.name, type: from.port === 'error' ? stepError : this.output(source) }];
    });
  }

  #outputOf(node: FlowNode): DataSchema {
    if (worksOnRecords(node)) return this.records.output(node);
    switch (node.kind) {
      case 'trigger':
        return this.#trigger;
      case 'action':
        return node.outputSchema === undefined
          ? actionType(node, this.operation(node.operation), this.schemas)
          : standalone(node.outputSchema);
      case 'map':
        return checkMapNode(node, this.outerScope(node)).outputType;
      case 'filter':
        return node.items === undefined ? anything : checkInScope(node.items, this.outerScope(node)).type;
      case 'merge':
        return mergeType(node.mode, this.#waysInto(node));
      case 'sort':
      case 'deduplicate':
      case 'aggregate':
      case 'join':
      case 'validate':
        return this.records.list(node);
      case 'forEach':
      case 'try':
        return this.containers.output(node);
      case 'delay':
      case 'callback':
      case 'approval':
        return waitType(node);
      case 'subflow':
        return standalone(node.call?.contract?.output ?? anything);
      case 'code':
        if (node.outputSchema !== undefined) return standalone(node.outputSchema);
        return node.items === undefined ? anything : listOf(anything);
      case 'branch':
      case 'respond':
      case 'stop':
      case 'fail':
        return anything;
      default:
        return assertNever(node);
    }
  }

  /** Those of the named steps that stand elsewhere in the flow, but not before the node. */
  elsewhere(node: FlowNode, named: ReadonlySet<string>): Map<string, FlowNode> {
    const before = new Set(this.graph.upstream(node.id).map(({ id }) => id));
    const others = this.#doc.nodes.filter(
      ({ id, name, kind }) => named.has(name) && !before.has(id) && kind !== 'trigger',
    );
    return new Map(others.map((other) => [other.name, other]));
  }
}
